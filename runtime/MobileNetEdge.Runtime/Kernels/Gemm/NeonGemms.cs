namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Makes the matrix product whose tile and epilogue suit a layer.</summary>
internal static class NeonGemms
{
    /// <summary>By SDOT.</summary>
    public static PackedGemm Dp(WeightedSum sum, int depth) => sum.Epilogue switch
    {
        EpilogueForm.Unsigned => new DpGemm<UnsignedNeonEpilogue>(sum, depth),
        EpilogueForm.Signed => new DpGemm<SignedNeonEpilogue>(sum, depth),
        EpilogueForm.Clamped => new DpGemm<ClampedNeonEpilogue>(sum, depth),
        _ => new DpGemm<WideNeonEpilogue>(sum, depth),
    };

    /// <summary>By 16-bit products in pairs.</summary>
    public static PackedGemm AdvSimd(WeightedSum sum, int depth)
    {
        int width = WidthFor(sum.Bias.Length);
        if (PairsOverflow(sum.Weights, depth))
        {
            return new AdvSimdGemm<Size1, WideNeonEpilogue>(sum, depth, width);
        }

        return sum.Epilogue switch
        {
            EpilogueForm.Unsigned => new AdvSimdGemm<Size2, UnsignedNeonEpilogue>(sum, depth, width),
            EpilogueForm.Signed => new AdvSimdGemm<Size2, SignedNeonEpilogue>(sum, depth, width),
            EpilogueForm.Clamped => new AdvSimdGemm<Size2, ClampedNeonEpilogue>(sum, depth, width),
            _ => new AdvSimdGemm<Size2, WideNeonEpilogue>(sum, depth, width),
        };
    }

    /// <summary>The widest blocks that leave no rest: activations are broadcast once for all columns of a block.</summary>
    private static int WidthFor(int columns)
    {
        if (columns % 40 == 0)
        {
            return 40;
        }

        return columns % 32 != 0 && columns % 24 == 0 ? 24 : 32;
    }

    /// <summary>
    /// Whether two products that are summed in 16 bits could exceed them: only (-128)(-128) twice does, where both weights are -128. The two
    /// are the k-th and the (k + 2)-th of four.
    /// </summary>
    private static bool PairsOverflow(ReadOnlySpan<sbyte> weights, int depth)
    {
        for (int start = 0; start < weights.Length; start += depth)
        {
            ReadOnlySpan<sbyte> column = weights.Slice(start, depth);
            for (int i = column.IndexOf(sbyte.MinValue); i >= 0 && i + 2 < depth; i++)
            {
                if (i % 4 < 2 && column[i] == sbyte.MinValue && column[i + 2] == sbyte.MinValue)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
