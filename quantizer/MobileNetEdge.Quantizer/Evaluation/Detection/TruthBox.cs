namespace MobileNetEdge.Quantizer;

/// <summary>A box that somebody drew around something. Coordinates are shares of the picture's sides.</summary>
/// <param name="Category">Its class as the detector numbers them.</param>
/// <param name="Top">Its least y.</param>
/// <param name="Left">Its least x.</param>
/// <param name="Bottom">Its largest y.</param>
/// <param name="Right">Its largest x.</param>
/// <param name="IsCrowd">Whether it holds several that are not drawn one by one: finding it counts neither for nor against a detector.</param>
public readonly record struct TruthBox(int Category, float Top, float Left, float Bottom, float Right, bool IsCrowd);
