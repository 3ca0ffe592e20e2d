namespace MobileNetEdge.Cli.Detection;

/// <summary>Something found in a picture. Coordinates are shares of the picture's sides, from 0 to 1.</summary>
/// <param name="Category">The class from 0.</param>
/// <param name="Label">The class's name.</param>
/// <param name="Score">From 0 to 1.</param>
/// <param name="Left">The least x.</param>
/// <param name="Top">The least y.</param>
/// <param name="Right">The largest x.</param>
/// <param name="Bottom">The largest y.</param>
internal readonly record struct DetectedBox(int Category, string Label, double Score, double Left, double Top, double Right, double Bottom)
{
    /// <summary>The score from which on people are shown a box, unless they say otherwise.</summary>
    public const double UsualThreshold = 0.3;
}
