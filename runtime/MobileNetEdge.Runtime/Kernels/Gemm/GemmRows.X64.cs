namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Divides rows into tiles: as many of the full height as there are, the last two of nearly equal height.</summary>
/// <typeparam name="TProduct">The innermost step.</typeparam>
/// <typeparam name="TActivations">Its activations.</typeparam>
/// <typeparam name="TWeights">Its weights.</typeparam>
/// <typeparam name="TPanels">One or two.</typeparam>
internal static unsafe class GemmRows<TProduct, TActivations, TWeights, TPanels>
    where TProduct : struct, IQuadProduct<TActivations, TWeights>
    where TPanels : struct, ICount
{
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
            Tiles(ref strip, pairs, 1, (rest + 1) / 2);
            rest /= 2;
        }

        if (rest > 0)
        {
            Tiles(ref strip, pairs, 1, rest);
        }
    }

    private static void Tiles(ref GemmStrip strip, int pairs, int tiles, int height)
    {
        switch (TPanels.Value > 1 ? height : (height + 1) / 2)
        {
            case 1:
                GemmTile<TProduct, TActivations, TWeights, GemmCounts.One, TPanels>.Run(strip, pairs, tiles, height);
                break;
            case 2:
                GemmTile<TProduct, TActivations, TWeights, GemmCounts.Two, TPanels>.Run(strip, pairs, tiles, height);
                break;
            case 3:
                GemmTile<TProduct, TActivations, TWeights, GemmCounts.Three, TPanels>.Run(strip, pairs, tiles, height);
                break;
            case 4:
                GemmTile<TProduct, TActivations, TWeights, GemmCounts.Four, TPanels>.Run(strip, pairs, tiles, height);
                break;
            case 5:
                GemmTile<TProduct, TActivations, TWeights, GemmCounts.Five, TPanels>.Run(strip, pairs, tiles, height);
                break;
            case 6:
                GemmTile<TProduct, TActivations, TWeights, GemmCounts.Six, TPanels>.Run(strip, pairs, tiles, height);
                break;
            default:
                GemmTile<TProduct, TActivations, TWeights, GemmCounts.Seven, TPanels>.Run(strip, pairs, tiles, height);
                break;
        }

        strip.Input += height * tiles * strip.InputPitch;
        strip.Accumulators += height * tiles * GemmStrip.Pair;
    }
}
