using System.Runtime.Intrinsics;
using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// What a packed product holds for its columns besides the weights, in vectors padded to whole granules of columns with zeros: the value
/// that accumulators start from, and the multipliers.
/// </summary>
internal sealed class GemmConstants
{
    /// <summary>Computes the constants.</summary>
    /// <param name="sum">Weights [columns, depth] without a zero point, multipliers without a shift.</param>
    /// <param name="depth">Weights of a column.</param>
    /// <param name="granule">Columns are padded to a multiple of it.</param>
    /// <param name="inputOffset">What the kernel adds to every activation before it multiplies: 128 where it wants them unsigned.</param>
    public GemmConstants(WeightedSum sum, int depth, int granule, int inputOffset = 0)
    {
        int columns = sum.Bias.Length;
        int padded = (columns + granule - 1) / granule * granule;
        Initial = new int[padded];
        Multipliers = new int[padded];
        for (int column = 0; column < columns; column++)
        {
            Initial[column] = InitialOf(sum, depth, column, inputOffset);
            Multipliers[column] = sum.Multipliers[column].Multiplier;
        }

        Output = sum.Output;
    }

    /// <summary>
    /// b - (Z_x + input offset) Σ w for every column: the constant terms of equation (4). It may wrap around 2³², and so may the partial
    /// sums that follow; the final value does not.
    /// </summary>
    public int[] Initial { get; }

    /// <summary>m of equation (6) for every column.</summary>
    public int[] Multipliers { get; }

    /// <summary>Zero point and clamp.</summary>
    public OutputStage Output { get; }

    private static int InitialOf(WeightedSum sum, int depth, int column, int inputOffset)
    {
        long weights = Total(sum.Weights.Slice(column * depth, depth));
        return unchecked((int)(sum.Bias[column] - (sum.InputZeroPoint + inputOffset) * weights));
    }

    private static long Total(ReadOnlySpan<sbyte> weights)
    {
        Vector128<int> totals = default;
        for (; weights.Length >= Vector128<sbyte>.Count; weights = weights[Vector128<sbyte>.Count..])
        {
            (Vector128<short> lower, Vector128<short> upper) = Vector128.Widen(Vector128.Create(weights));
            (Vector128<int> even, Vector128<int> odd) = Vector128.Widen(lower + upper);
            totals += even + odd;
        }

        long total = Vector128.Sum(totals);
        foreach (sbyte weight in weights)
        {
            total += weight;
        }

        return total;
    }
}
