namespace MobileNetEdge.Runtime;

/// <summary>Something that a detector found. Coordinates are shares of the frame's sides; a box may reach beyond the frame.</summary>
/// <param name="Category">The class from 0, without the background.</param>
/// <param name="Score">How sure the detector is, from 0 to 1.</param>
/// <param name="Top">The box's least y.</param>
/// <param name="Left">The box's least x.</param>
/// <param name="Bottom">The box's largest y.</param>
/// <param name="Right">The box's largest x.</param>
public readonly record struct Detection(int Category, float Score, float Top, float Left, float Bottom, float Right);
