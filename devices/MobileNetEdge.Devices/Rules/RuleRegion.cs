namespace MobileNetEdge.Devices.Rules;

/// <summary>A part of the picture that a rule looks at. Coordinates are shares of the sides of the picture as people see it, from 0 to 1.</summary>
/// <param name="Left">The least x.</param>
/// <param name="Top">The least y.</param>
/// <param name="Right">The largest x.</param>
/// <param name="Bottom">The largest y.</param>
public readonly record struct RuleRegion(double Left, double Top, double Right, double Bottom)
{
    /// <summary>Whether a box counts: its centre lies inside or on the border.</summary>
    /// <remarks>
    /// The centre, and not any overlap, since a box then lies in exactly one of two regions side by side (in both only on their common border), and
    /// large things that merely reach into a region do not count.
    /// </remarks>
    public bool Holds(in SeenBox box)
    {
        double x = ((double)box.Left + box.Right) / 2;
        double y = ((double)box.Top + box.Bottom) / 2;
        return x >= Left && x <= Right && y >= Top && y <= Bottom;
    }
}
