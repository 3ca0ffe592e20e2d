namespace MobileNetEdge.Devices.Rules;

/// <summary>Something that a detector saw. Coordinates are shares of the sides of the picture as people see it, turned, from 0 to 1.</summary>
/// <param name="Category">Its class.</param>
/// <param name="Score">From 0 to 1.</param>
/// <param name="Left">The least x.</param>
/// <param name="Top">The least y.</param>
/// <param name="Right">The largest x.</param>
/// <param name="Bottom">The largest y.</param>
public readonly record struct SeenBox(int Category, float Score, float Left, float Top, float Right, float Bottom);
