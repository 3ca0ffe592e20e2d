namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A matrix product by SDOT: blocks of 16 columns, the last of 8 where that is enough.</summary>
internal sealed class DpGemm<TEpilogue>(WeightedSum sum, int depth)
    : NeonGemm(sum, depth, Width, sum.Bias.Length % Width is > 0 and <= NarrowWidth ? NarrowWidth : Width, inPairs: false, ResidentBytes)
    where TEpilogue : struct, INeonEpilogue<TEpilogue>
{
    private const int Width = 16;
    private const int NarrowWidth = 8;

    // Half of the nearest cache of a Cortex-A76.
    private const int ResidentBytes = 32 << 10;

    /// <inheritdoc/>
    protected override int MaxHeight(int width) => width == Width ? 6 : 8;

    /// <inheritdoc/>
    protected override void RunTiles(in NeonStrip strip, int width, int height)
    {
        if (width == Width)
        {
            RunWide(strip, height);
        }
        else
        {
            RunNarrow(strip, height);
        }
    }

    private static void RunWide(in NeonStrip strip, int height)
    {
        switch (height)
        {
            case 1:
                DpTile.Run<Size1, Size16, TEpilogue>(strip);
                break;
            case 2:
                DpTile.Run<Size2, Size16, TEpilogue>(strip);
                break;
            case 3:
                DpTile.Run<Size3, Size16, TEpilogue>(strip);
                break;
            case 4:
                DpTile.Run<Size4, Size16, TEpilogue>(strip);
                break;
            case 5:
                DpTile.Run<Size5, Size16, TEpilogue>(strip);
                break;
            default:
                DpTile.Run<Size6, Size16, TEpilogue>(strip);
                break;
        }
    }

    private static void RunNarrow(in NeonStrip strip, int height)
    {
        switch (height)
        {
            case 1:
                DpTile.Run<Size1, Size8, TEpilogue>(strip);
                break;
            case 2:
                DpTile.Run<Size2, Size8, TEpilogue>(strip);
                break;
            case 3:
                DpTile.Run<Size3, Size8, TEpilogue>(strip);
                break;
            case 4:
                DpTile.Run<Size4, Size8, TEpilogue>(strip);
                break;
            case 5:
                DpTile.Run<Size5, Size8, TEpilogue>(strip);
                break;
            case 6:
                DpTile.Run<Size6, Size8, TEpilogue>(strip);
                break;
            case 7:
                DpTile.Run<Size7, Size8, TEpilogue>(strip);
                break;
            default:
                DpTile.Run<Size8, Size8, TEpilogue>(strip);
                break;
        }
    }
}
