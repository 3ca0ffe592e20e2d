using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>From the accumulators of 32 channels to stored results.</summary>
/// <remarks>
/// Accumulators hold channels in their natural order, so the results of four come out as 0 2 1 3; VPSHUFB puts them right.
/// </remarks>
/// <typeparam name="TForm">The layer's form.</typeparam>
internal static unsafe class DepthwiseResults<TForm>
    where TForm : struct, Requantizer.IForm
{
    private const int Panel = Requantizer.Panel;

    /// <summary>0 2 1 3, 4 6 5 7, and so on, in bytes.</summary>
    private const long SwapLow = 0x0705060403010200;

    private const long SwapHigh = 0x0F0D0E0C0B090A08;

    /// <summary>Stores a row of pixels.</summary>
    /// <param name="constants">The epilogue.</param>
    /// <param name="channel">The first channel.</param>
    /// <param name="channels">How many channels: a multiple of eight, at most 32.</param>
    /// <param name="accumulators">32 a pixel.</param>
    /// <param name="output">The first pixel's results of the first channel.</param>
    /// <param name="pitch">Bytes of a pixel.</param>
    /// <param name="width">Pixels.</param>
    public static void Run(
        in Requantizer.Constants constants, nint channel, int channels, int* accumulators, sbyte* output, nint pitch, int width)
    {
        if (WideRequantizer.IsSupported && !TForm.HasLarge)
        {
            RunWide(constants, channel, channels, accumulators, output, pitch, width);
            return;
        }

        for (; width > 0; width--)
        {
            Vector256<short> first = HalfSteps(constants, channel, accumulators);
            Vector256<short> second = HalfSteps(constants, channel + 2 * Panel, accumulators + 2 * Panel);
            Vector256<int> results = Requantizer.Results<TForm>(constants, first, second).AsInt32();
            results = Avx2.PermuteVar8x32(results, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7));
            Vector256<sbyte> swap = Vector256.Create(SwapLow, SwapHigh, SwapLow, SwapHigh).AsSByte();
            Write(output, Avx2.Shuffle(results.AsSByte(), swap), channels);
            output += pitch;
            accumulators += DepthwiseBuffer.Channels;
        }
    }

    /// <summary>Two pixels at a time; behind an odd width, accumulators are read that mean nothing.</summary>
    private static void RunWide(
        in Requantizer.Constants constants, nint channel, int channels, int* accumulators, sbyte* output, nint pitch, int width)
    {
        WideRequantizer.Multipliers lower = new(constants, channel);
        WideRequantizer.Multipliers upper = new(constants, channel + 2 * Panel);
        Vector512<sbyte> swap = Vector512.Create(SwapLow, SwapHigh, SwapLow, SwapHigh, SwapLow, SwapHigh, SwapLow, SwapHigh).AsSByte();
        WideRequantizer.Stage stage = new(constants);
        for (; width > 0; width -= 2)
        {
            Vector512<sbyte> results = WideRequantizer.Results<TForm>(
                stage,
                WideRequantizer.HalfSteps(Vector512.Load(accumulators), lower),
                WideRequantizer.HalfSteps(Vector512.Load(accumulators + 2 * Panel), upper),
                WideRequantizer.HalfSteps(Vector512.Load(accumulators + 4 * Panel), lower),
                WideRequantizer.HalfSteps(Vector512.Load(accumulators + 6 * Panel), upper)).AsSByte();
            results = Avx512BW.Shuffle(results, swap);
            Write(output, results.GetLower(), channels);
            if (width > 1)
            {
                Write(output + pitch, results.GetUpper(), channels);
            }

            output += 2 * pitch;
            accumulators += 2 * DepthwiseBuffer.Channels;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> HalfSteps(in Requantizer.Constants constants, nint channel, int* accumulators)
    {
        return Avx2.PackSignedSaturate(
            Requantizer.HalfSteps<TForm>(constants, channel, Vector256.Load(accumulators)),
            Requantizer.HalfSteps<TForm>(constants, channel + Panel, Vector256.Load(accumulators + Panel)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(sbyte* output, Vector256<sbyte> results, int channels)
    {
        if (channels == DepthwiseBuffer.Channels)
        {
            results.Store(output);
        }
        else
        {
            WritePart(output, results, channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WritePart(sbyte* output, Vector256<sbyte> results, int channels)
    {
        Vector128<sbyte> rest = results.GetLower();
        if (channels >= 2 * Panel)
        {
            rest.Store(output);
            output += 2 * Panel;
            rest = results.GetUpper();
        }

        if (channels % (2 * Panel) != 0)
        {
            *(long*)output = rest.AsInt64().ToScalar();
        }
    }
}
