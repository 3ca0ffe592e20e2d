using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// Sums of channels: two pixels interleaved and added by VPMADDUBSW with ones, in words for as many pixels as cannot overflow.
/// </summary>
/// <remarks>
/// <code>
///   VPUNPCKLBW     p0c0 p1c0 ... p0c7 p1c7 | p0c16 p1c16 ... p0c23 p1c23      high: c8 ... c15 | c24 ... c31
///   VPMADDUBSW     c0 ... c7 | c16 ... c23                                    words
/// </code>
/// </remarks>
internal sealed unsafe class RowChannelSumsAvx2 : RowChannelSums
{
    private const int Block = 32;

    /// <summary>Pairs of -128 that a word holds.</summary>
    private const int MaxPairs = 127;

    /// <inheritdoc/>
    public override void Run(sbyte* source, int pixels, int channels, int firstChannel, int endChannel, int* sums)
    {
        int channel = firstChannel;
        for (; channel + Block <= endChannel; channel += Block)
        {
            for (int pixel = 0; pixel < pixels; pixel += 2 * MaxPairs)
            {
                int count = Math.Min(2 * MaxPairs, pixels - pixel);
                AddBlock(source + (nint)pixel * channels + channel, count, channels, sums + channel);
            }
        }

        for (; channel + Vector256<int>.Count <= endChannel; channel += Vector256<int>.Count)
        {
            AddEight(source + channel, pixels, channels, sums + channel);
        }

        for (; channel < endChannel; channel++)
        {
            for (nint i = 0; i < pixels; i++)
            {
                sums[channel] += source[i * channels + channel];
            }
        }
    }

    private static void AddBlock(sbyte* source, int pixels, nint pitch, int* sums)
    {
        Vector256<byte> ones = Vector256.Create((byte)1);
        Vector256<short> low = Vector256<short>.Zero;
        Vector256<short> high = Vector256<short>.Zero;
        for (; pixels > 0; pixels -= 2)
        {
            Vector256<sbyte> first = Vector256.Load(source);
            Vector256<sbyte> second = pixels > 1 ? Vector256.Load(source + pitch) : Vector256<sbyte>.Zero;
            low = Avx2.Add(low, Avx2.MultiplyAddAdjacent(ones, Avx2.UnpackLow(first, second)));
            high = Avx2.Add(high, Avx2.MultiplyAddAdjacent(ones, Avx2.UnpackHigh(first, second)));
            source += 2 * pitch;
        }

        Add(sums, low.GetLower());
        Add(sums + 8, high.GetLower());
        Add(sums + 16, low.GetUpper());
        Add(sums + 24, high.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(int* sums, Vector128<short> words)
    {
        (Vector256.Load(sums) + Avx2.ConvertToVector256Int32(words)).Store(sums);
    }

    private static void AddEight(sbyte* source, int pixels, nint pitch, int* sums)
    {
        Vector256<int> total = Vector256.Load(sums);
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            total += Avx2.ConvertToVector256Int32(source);
            source += pitch;
        }

        total.Store(sums);
    }
}
