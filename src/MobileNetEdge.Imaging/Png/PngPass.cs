namespace MobileNetEdge.Imaging;

/// <summary>One pass of a picture: the pixels at (X + i StepX, Y + j StepY) for i below Width and j below Height.</summary>
/// <remarks>PNG specification, section 8.1: Adam7. A picture without interlace is one pass of all its pixels.</remarks>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY, int Width, int Height)
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static PngPass[] Of(PngHeader header)
    {
        if (!header.Interlaced)
        {
            return [new(0, 0, 1, 1, header.Width, header.Height)];
        }

        return Array.ConvertAll(Adam7, pass => new PngPass(
            pass.X,
            pass.Y,
            pass.StepX,
            pass.StepY,
            (header.Width - pass.X + pass.StepX - 1) / pass.StepX,
            (header.Height - pass.Y + pass.StepY - 1) / pass.StepY));
    }
}
