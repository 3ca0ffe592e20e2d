namespace MobileNetEdge.Imaging;

/// <summary>Where a resized picture lies in a frame; what sticks out is cut off, what is not covered is padded.</summary>
/// <param name="ResizedWidth">Pixels a row of the whole resized picture.</param>
/// <param name="ResizedHeight">Rows of the whole resized picture.</param>
/// <param name="Left">The frame's column at which its first column lies; negative where it is cropped.</param>
/// <param name="Top">The frame's row at which its first row lies; negative where it is cropped.</param>
public readonly record struct FramePlacement(int ResizedWidth, int ResizedHeight, int Left, int Top)
{
    /// <summary>Takes a point of the frame, in pixels, to the point of the picture that is seen there, in 0..1 of each side.</summary>
    /// <remarks>Points outside 0..1 lie in the padding.</remarks>
    public (double X, double Y) ToPicture(double x, double y) => ((x - Left) / ResizedWidth, (y - Top) / ResizedHeight);
}
