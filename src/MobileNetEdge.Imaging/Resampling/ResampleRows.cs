using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MobileNetEdge.Imaging;

/// <summary>The two passes of the resampler, a row at a time. The vector paths give the bytes of the scalar ones.</summary>
internal static class ResampleRows
{
    private const int Largest = byte.MaxValue;

    /// <summary>Resamples one row of RGB along x.</summary>
    /// <param name="source">The source row.</param>
    /// <param name="axis">The weights.</param>
    /// <param name="result">3 bytes for each pixel of the axis.</param>
    public static void Horizontal(ReadOnlySpan<byte> source, in ResampleAxis axis, Span<byte> result)
    {
        for (int x = 0; x < axis.Length; x++)
        {
            ReadOnlySpan<int> weights = axis.Weights(x);
            ReadOnlySpan<byte> covered = source[(axis.Start(x) * 3)..];
            Vector128<int> sum = (weights.Length * 3) < covered.Length ? WeighVector(covered, weights) : WeighScalar(covered, weights);
            sum = Vector128.Min(sum >> ResampleAxis.Precision, Vector128.Create(Largest));
            result[3 * x] = (byte)sum.GetElement(0);
            result[(3 * x) + 1] = (byte)sum.GetElement(1);
            result[(3 * x) + 2] = (byte)sum.GetElement(2);
        }
    }

    /// <summary>Resamples one row along y.</summary>
    /// <param name="ring">Source rows, row r at (r mod rows of the ring).</param>
    /// <param name="start">The first source row.</param>
    /// <param name="weights">One weight for each source row from the first on.</param>
    /// <param name="result">The result row; its length is that of a row of the ring.</param>
    public static void Vertical(ReadOnlySpan<byte> ring, int start, ReadOnlySpan<int> weights, Span<byte> result)
    {
        int i = 0;
        for (; i <= result.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            VerticalVector(ring, start, weights, result, i);
        }

        int rows = ring.Length / result.Length;
        for (; i < result.Length; i++)
        {
            int sum = ResampleAxis.Rounding;
            for (int t = 0; t < weights.Length; t++)
            {
                sum += ring[((start + t) % rows * result.Length) + i] * weights[t];
            }

            result[i] = (byte)Math.Min(sum >> ResampleAxis.Precision, Largest);
        }
    }

    private static Vector128<int> WeighScalar(ReadOnlySpan<byte> covered, ReadOnlySpan<int> weights)
    {
        (int red, int green, int blue) = (ResampleAxis.Rounding, ResampleAxis.Rounding, ResampleAxis.Rounding);
        for (int i = 0; i < weights.Length; i++)
        {
            red += covered[3 * i] * weights[i];
            green += covered[(3 * i) + 1] * weights[i];
            blue += covered[(3 * i) + 2] * weights[i];
        }

        return Vector128.Create(red, green, blue, 0);
    }

    /// <summary>Lanes R, G, B and one that is not used, which reads one byte beyond the last pixel.</summary>
    private static Vector128<int> WeighVector(ReadOnlySpan<byte> covered, ReadOnlySpan<int> weights)
    {
        Vector128<int> sum = Vector128.Create(ResampleAxis.Rounding);
        ref byte pixel = ref MemoryMarshal.GetReference(covered);
        for (int i = 0; i < weights.Length; i++)
        {
            Vector128<byte> bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref pixel, 3 * i))).AsByte();
            sum += Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32() * weights[i];
        }

        return sum;
    }

    /// <summary>16 bytes of the result, in four accumulators of four 32-bit lanes.</summary>
    private static void VerticalVector(ReadOnlySpan<byte> ring, int start, ReadOnlySpan<int> weights, Span<byte> result, int i)
    {
        ref byte first = ref MemoryMarshal.GetReference(ring);
        int row = start % (ring.Length / result.Length) * result.Length;
        Vector128<int> sum0 = Vector128.Create(ResampleAxis.Rounding);
        (Vector128<int> sum1, Vector128<int> sum2, Vector128<int> sum3) = (sum0, sum0, sum0);
        foreach (int weight in weights)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.LoadUnsafe(ref first, (nuint)(row + i)));
            sum0 += Vector128.WidenLower(low).AsInt32() * weight;
            sum1 += Vector128.WidenUpper(low).AsInt32() * weight;
            sum2 += Vector128.WidenLower(high).AsInt32() * weight;
            sum3 += Vector128.WidenUpper(high).AsInt32() * weight;
            row = row + result.Length == ring.Length ? 0 : row + result.Length;
        }

        Vector128.Narrow(Vector128.Narrow(Finish(sum0), Finish(sum1)), Vector128.Narrow(Finish(sum2), Finish(sum3)))
            .StoreUnsafe(ref result[i]);
    }

    private static Vector128<uint> Finish(Vector128<int> sum)
    {
        return Vector128.Min(sum >> ResampleAxis.Precision, Vector128.Create(Largest)).AsUInt32();
    }
}
