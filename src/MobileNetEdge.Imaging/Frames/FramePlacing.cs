namespace MobileNetEdge.Imaging;

/// <summary>Which part of the turned and resized frame is seen where in the model's picture.</summary>
/// <param name="Place">Where the turned and resized frame lies in the picture.</param>
/// <param name="Left">The picture's first column that shows the frame.</param>
/// <param name="Top">The picture's first row that shows the frame.</param>
/// <param name="Width">Columns that show the frame.</param>
/// <param name="Height">Rows that show the frame.</param>
internal readonly record struct FramePlacing(FramePlacement Place, int Left, int Top, int Width, int Height)
{
    public static FramePlacing Of(in FrameShape shape, FrameTurn turn, Framing framing, int width, int height)
    {
        FramePlacement place = turn.SwapsSides
            ? framing.Place(shape.Height, shape.Width, width, height)
            : framing.Place(shape.Width, shape.Height, width, height);
        (int left, int top) = (Math.Max(place.Left, 0), Math.Max(place.Top, 0));
        return new(
            place,
            left,
            top,
            Math.Min(place.ResizedWidth + place.Left, width) - left,
            Math.Min(place.ResizedHeight + place.Top, height) - top);
    }

    /// <summary>The filter along the frame's x axis, which is the picture's y axis where the turn swaps them.</summary>
    public FrameAxis AlongX(in FrameShape shape, FrameTurn turn, int subsampling) => turn.SwapsSides
        ? new(shape.Width, subsampling, Place.ResizedHeight, Top - Place.Top, Height, turn.ReversesX)
        : new(shape.Width, subsampling, Place.ResizedWidth, Left - Place.Left, Width, turn.ReversesX);

    /// <summary>The filter along the frame's y axis.</summary>
    public FrameAxis AlongY(in FrameShape shape, FrameTurn turn, int subsampling) => turn.SwapsSides
        ? new(shape.Height, subsampling, Place.ResizedWidth, Left - Place.Left, Width, turn.ReversesY)
        : new(shape.Height, subsampling, Place.ResizedHeight, Top - Place.Top, Height, turn.ReversesY);
}
