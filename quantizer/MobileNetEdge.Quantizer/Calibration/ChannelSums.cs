using System.Numerics;

namespace MobileNetEdge.Quantizer;

/// <summary>Sums of channels, the innermost dimension.</summary>
internal static class ChannelSums
{
    /// <summary>Rows summed in single precision before the sum is widened.</summary>
    private const int RowsPerPart = 32;

    /// <summary>Adds every row of values, each clamped to an interval, to the sums.</summary>
    /// <param name="values">Rows as long as the sums.</param>
    /// <param name="clamp">The interval.</param>
    /// <param name="sums">One a channel.</param>
    public static void Add(ReadOnlySpan<float> values, ValueRange clamp, Span<double> sums)
    {
        Span<float> part = new float[sums.Length];
        for (int row = 0, rows = 0; row < values.Length; row += part.Length)
        {
            AddRow(values.Slice(row, part.Length), clamp, part);
            if (++rows == RowsPerPart || row + part.Length == values.Length)
            {
                for (int c = 0; c < part.Length; c++)
                {
                    sums[c] += part[c];
                }

                part.Clear();
                rows = 0;
            }
        }
    }

    private static void AddRow(ReadOnlySpan<float> row, ValueRange clamp, Span<float> part)
    {
        Vector<float> min = new(clamp.Min);
        Vector<float> max = new(clamp.Max);
        int c = 0;
        for (; c <= part.Length - Vector<float>.Count; c += Vector<float>.Count)
        {
            (new Vector<float>(part[c..]) + Vector.Min(max, Vector.Max(min, new Vector<float>(row[c..])))).CopyTo(part[c..]);
        }

        for (; c < part.Length; c++)
        {
            part[c] += Math.Min(clamp.Max, Math.Max(clamp.Min, row[c]));
        }
    }
}
