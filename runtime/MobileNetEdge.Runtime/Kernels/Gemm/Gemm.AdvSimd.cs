namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A matrix product by SMULL, SMLAL and SADALP: blocks of 40, 32 or 24 columns, the last of 8, 16 or 24 where that is enough.</summary>
/// <typeparam name="TProducts">Products that fit 16 bits together: 2 or 1.</typeparam>
/// <typeparam name="TEpilogue">The form of the epilogue.</typeparam>
internal sealed class AdvSimdGemm<TProducts, TEpilogue>(WeightedSum sum, int depth, int width)
    : NeonGemm(sum, depth, width, RestWidth(sum.Bias.Length % width, width), inPairs: true, ResidentBytes)
    where TProducts : unmanaged, ITileSize
    where TEpilogue : struct, INeonEpilogue<TEpilogue>
{
    // Half of the nearest cache of a Cortex-A72 or A53.
    private const int ResidentBytes = 16 << 10;

    /// <inheritdoc/>
    protected override int MaxHeight(int width) => width switch
    {
        40 or 32 => 2,
        _ => 3,
    };

    /// <inheritdoc/>
    protected override void RunTiles(in NeonStrip strip, int width, int height)
    {
        switch (width)
        {
            case 40:
                RunUpTo2<Size40>(strip, height);
                break;
            case 32:
                RunUpTo2<Size32>(strip, height);
                break;
            case 24:
                RunUpTo3<Size24>(strip, height);
                break;
            case 16:
                RunUpTo3<Size16>(strip, height);
                break;
            default:
                RunUpTo3<Size8>(strip, height);
                break;
        }
    }

    private static int RestWidth(int columns, int width) => columns switch
    {
        0 => width,
        <= 8 => 8,
        <= 16 => 16,
        <= 24 => 24,
        _ => 32,
    };

    private static void RunUpTo2<TColumns>(in NeonStrip strip, int height)
        where TColumns : unmanaged, ITileSize
    {
        if (height == 1)
        {
            AdvSimdTile.Run<Size1, TColumns, TProducts, TEpilogue>(strip);
        }
        else
        {
            AdvSimdTile.Run<Size2, TColumns, TProducts, TEpilogue>(strip);
        }
    }

    private static void RunUpTo3<TColumns>(in NeonStrip strip, int height)
        where TColumns : unmanaged, ITileSize
    {
        if (height < 3)
        {
            RunUpTo2<TColumns>(strip, height);
        }
        else
        {
            AdvSimdTile.Run<Size3, TColumns, TProducts, TEpilogue>(strip);
        }
    }
}
