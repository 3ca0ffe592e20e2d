namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// Divides rows into tiles: as many of the full height as there are; a small remainder shares rows with the last of them.
/// </summary>
/// <typeparam name="TProduct">The innermost step.</typeparam>
/// <typeparam name="TActivations">Its activations.</typeparam>
/// <typeparam name="TWeights">Its weights.</typeparam>
/// <typeparam name="TPanels">One or two.</typeparam>
internal static unsafe class GemmRows<TProduct, TActivations, TWeights, TPanels>
    where TProduct : struct, IQuadProduct<TActivations, TWeights>
    where TPanels : struct, ICount
{
    /// <summary>Rows of the highest tile with two chains.</summary>
    private const int MaxThinHeight = 3;

    /// <summary>Rows of the lowest tile whose accumulators cover the latency of multiplications with one chain each.</summary>
    private const int MinThickHeight = 5;

    /// <summary>Rows of the highest tile.</summary>
    private static int MaxHeight => TProduct.MaxRows * (3 - TPanels.Value);

    /// <summary>Computes the accumulators of all rows of pairs of panels.</summary>
    public static void Run(GemmStrip strip, int rows, int pairs)
    {
        int full = rows / MaxHeight;
        int rest = rows % MaxHeight;
        if (full > 0 && rest > 0 && rest <= MaxHeight / 2)
        {
            full--;
            rest += MaxHeight;
        }

        if (full > 0)
        {
            Tiles(ref strip, pairs, full, MaxHeight);
        }

        if (rest > MaxHeight)
        {
            int height = TPanels.Value > 1 ? Math.Min(MaxHeight, Math.Max(MinThickHeight, rest - MaxThinHeight)) : (rest + 1) / 2;
            Tiles(ref strip, pairs, 1, height);
            rest -= height;
        }

        if (rest > 0)
        {
            Tiles(ref strip, pairs, 1, rest);
        }
    }

    private static void Tiles(ref GemmStrip strip, int pairs, int tiles, int height)
    {
        if (TPanels.Value > 1 && tiles == 1 && height <= MaxThinHeight)
        {
            Thin(strip, pairs, height);
        }
        else
        {
            Thick(strip, pairs, tiles, height);
        }

        strip.Input += height * tiles * strip.InputPitch;
        strip.Accumulators += height * tiles * GemmStrip.Pair;
    }

    private static void Thin(in GemmStrip strip, int pairs, int height)
    {
        switch (height)
        {
            case 1:
                GemmThinTile<TProduct, TActivations, TWeights, Counts.One>.Run(strip, pairs);
                break;
            case 2:
                GemmThinTile<TProduct, TActivations, TWeights, Counts.Two>.Run(strip, pairs);
                break;
            default:
                GemmThinTile<TProduct, TActivations, TWeights, Counts.Three>.Run(strip, pairs);
                break;
        }
    }

    private static void Thick(in GemmStrip strip, int pairs, int tiles, int height)
    {
        switch (TPanels.Value > 1 ? height : (height + 1) / 2)
        {
            case 1:
                GemmTile<TProduct, TActivations, TWeights, Counts.One, TPanels>.Run(strip, pairs, tiles, height);
                break;
            case 2:
                GemmTile<TProduct, TActivations, TWeights, Counts.Two, TPanels>.Run(strip, pairs, tiles, height);
                break;
            case 3:
                GemmTile<TProduct, TActivations, TWeights, Counts.Three, TPanels>.Run(strip, pairs, tiles, height);
                break;
            case 4:
                GemmTile<TProduct, TActivations, TWeights, Counts.Four, TPanels>.Run(strip, pairs, tiles, height);
                break;
            case 5:
                GemmTile<TProduct, TActivations, TWeights, Counts.Five, TPanels>.Run(strip, pairs, tiles, height);
                break;
            case 6:
                GemmTile<TProduct, TActivations, TWeights, Counts.Six, TPanels>.Run(strip, pairs, tiles, height);
                break;
            default:
                GemmTile<TProduct, TActivations, TWeights, Counts.Seven, TPanels>.Run(strip, pairs, tiles, height);
                break;
        }
    }
}
