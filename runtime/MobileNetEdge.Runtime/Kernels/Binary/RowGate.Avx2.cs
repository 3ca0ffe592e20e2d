using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// MUL by a gate, numerics.md equation (16): VPMADDWD of (a, 1) and (g - Z_g, -Z_a (g - Z_g)) is the product of both differences.
/// </summary>
/// <remarks>
/// A block of 16 channels keeps its gate in two registers and goes down the pixels. The last 8 channels take two pixels for 16 channels.
/// <code>
///   a as words       0 ... 7 | 8 ... 15
///   VPUNPCKLWD 1     0 1 2 3 | 8 9 10 11          high: 4 5 6 7 | 12 13 14 15
///   half steps       0 2 1 3 | 8 10 9 11                4 6 5 7 | 12 14 13 15
///   VPACKSSDW        0 2 1 3 4 6 5 7 | 8 10 9 11 12 14 13 15
/// </code>
/// In 512-bit registers a second pixel follows in the upper half.
/// </remarks>
internal sealed unsafe class RowGateAvx2 : RowGate
{
    private const int Block = 16;
    private const int HalfBlock = 8;

    private readonly ProductArithmetic _arithmetic;
    private readonly Requantizer _requantizer;

    public RowGateAvx2(ProductArithmetic arithmetic)
    {
        _arithmetic = arithmetic;
        int[] multipliers = new int[2 * Requantizer.Panel];
        Array.Fill(multipliers, arithmetic.Multiplier.Multiplier);
        _requantizer = new Requantizer(multipliers, arithmetic.Output);
    }

    /// <inheritdoc/>
    public override void Run(sbyte* source, sbyte* gate, sbyte* destination, int pixels, int channels)
    {
        if (pixels == 1 && !_requantizer.HasLarge)
        {
            int done = RowPairsAvx2.Run(_arithmetic, _requantizer.Pointers, source, gate, destination, channels);
            Run<Requantizer.Clamped>(source + done, gate + done, destination + done, pixels, channels - done);
        }
        else if (_requantizer.HasLarge)
        {
            Run<Requantizer.General>(source, gate, destination, pixels, channels);
        }
        else
        {
            Run<Requantizer.Clamped>(source, gate, destination, pixels, channels);
        }

        GC.KeepAlive(this);
    }

    private void Run<TForm>(sbyte* source, sbyte* gate, sbyte* destination, int pixels, int channels)
        where TForm : struct, Requantizer.IForm
    {
        int channel = 0;
        for (; channel + Block <= channels; channel += Block)
        {
            Factors factors = new(Vector128.Load(gate + channel), _arithmetic);
            RunBlock<TForm>(factors, source + channel, destination + channel, pixels, channels);
        }

        if (channel + HalfBlock <= channels)
        {
            long half = *(long*)(gate + channel);
            Factors factors = new(Vector128.Create(half, half).AsSByte(), _arithmetic);
            RunHalfBlock<TForm>(factors, source + channel, destination + channel, pixels, channels);
            channel += HalfBlock;
        }

        for (; channel < channels; channel++)
        {
            for (nint i = channel; i < (nint)pixels * channels; i += channels)
            {
                destination[i] = _arithmetic.Apply(source[i], gate[channel]);
            }
        }
    }

    private void RunBlock<TForm>(in Factors factors, sbyte* source, sbyte* destination, int pixels, nint pitch)
        where TForm : struct, Requantizer.IForm
    {
        Requantizer.Constants constants = _requantizer.Pointers;
        if (WideRequantizer.IsSupported && !TForm.HasLarge)
        {
            RunPairs(constants, factors, source, destination, pixels / 2, pitch);
            source += (pixels & ~1) * pitch;
            destination += (pixels & ~1) * pitch;
            pixels &= 1;
        }

        for (; pixels > 0; pixels--)
        {
            Products<TForm>(constants, factors, Vector128.Load(source)).Store(destination);
            source += pitch;
            destination += pitch;
        }
    }

    private void RunHalfBlock<TForm>(in Factors factors, sbyte* source, sbyte* destination, int pixels, nint pitch)
        where TForm : struct, Requantizer.IForm
    {
        Requantizer.Constants constants = _requantizer.Pointers;
        for (; pixels > 0; pixels -= 2)
        {
            nint next = pixels > 1 ? pitch : 0;
            Vector128<long> both = Vector128.Create(*(long*)source, *(long*)(source + next));
            Vector128<long> results = Products<TForm>(constants, factors, both.AsSByte()).AsInt64();
            *(long*)destination = results.ToScalar();
            *(long*)(destination + next) = next > 0 ? results.GetElement(1) : results.ToScalar();
            source += 2 * pitch;
            destination += 2 * pitch;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<sbyte> Products<TForm>(in Requantizer.Constants constants, in Factors factors, Vector128<sbyte> pixels)
        where TForm : struct, Requantizer.IForm
    {
        Vector256<short> ones = Vector256.Create((short)1);
        Vector256<short> wide = Avx2.ConvertToVector256Int16(pixels);
        Vector256<int> low = Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(wide, ones), factors.Low);
        Vector256<int> high = Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(wide, ones), factors.High);
        Vector256<short> steps = Avx2.PackSignedSaturate(
            Requantizer.HalfSteps<TForm>(constants, 0, low), Requantizer.HalfSteps<TForm>(constants, 0, high));
        Vector256<sbyte> results = Requantizer.Results<TForm>(constants, steps, steps);
        return InOrder(Sse2.UnpackLow(results.GetLower().AsInt64(), results.GetUpper().AsInt64()).AsSByte());
    }

    private static void RunPairs(
        in Requantizer.Constants constants, in Factors factors, sbyte* source, sbyte* destination, int pairs, nint pitch)
    {
        WideRequantizer.Stage stage = new(constants);
        WideRequantizer.Multipliers multipliers = new(constants, 0);
        Vector512<short> lowFactors = Vector512.Create(factors.Low, factors.Low);
        Vector512<short> highFactors = Vector512.Create(factors.High, factors.High);
        Vector512<short> ones = Vector512.Create((short)1);
        for (; pairs > 0; pairs--)
        {
            Vector512<short> wide =
                Avx512BW.ConvertToVector512Int16(Vector256.Create(Vector128.Load(source), Vector128.Load(source + pitch)));
            Vector512<int> low = Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackLow(wide, ones), lowFactors);
            Vector512<int> high = Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackHigh(wide, ones), highFactors);
            Vector512<short> steps = Avx512BW.PackSignedSaturate(
                WideRequantizer.HalfSteps(low, multipliers), WideRequantizer.HalfSteps(high, multipliers));
            steps = Avx512BW.ShiftRightArithmetic(Avx512BW.AddSaturate(steps, stage.Offset), 1);
            Vector256<sbyte> results = Avx512BW.ConvertToVector256SByteWithSaturation(steps);
            results = Avx2.Min(Avx2.Max(results, stage.Min.GetLower()), stage.Max.GetLower());
            InOrder(results.GetLower()).Store(destination);
            InOrder(results.GetUpper()).Store(destination + pitch);
            source += 2 * pitch;
            destination += 2 * pitch;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<sbyte> InOrder(Vector128<sbyte> results)
    {
        return Ssse3.Shuffle(results, Vector128.Create(0x0705060403010200, 0x0F0D0E0C0B090A08).AsSByte());
    }

    /// <summary>The gate of a block: (g - Z_g, -Z_a (g - Z_g)) for each channel.</summary>
    private readonly struct Factors
    {
        public readonly Vector256<short> Low;
        public readonly Vector256<short> High;

        public Factors(Vector128<sbyte> gate, ProductArithmetic arithmetic)
        {
            Vector256<short> scale = Avx2.ConvertToVector256Int16(gate) - Vector256.Create((short)arithmetic.ZeroPointB);
            Vector256<short> offset = Avx2.MultiplyLow(scale, Vector256.Create((short)-arithmetic.ZeroPointA));
            Low = Avx2.UnpackLow(scale, offset);
            High = Avx2.UnpackHigh(scale, offset);
        }
    }
}
