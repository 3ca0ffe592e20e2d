using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// The way from int32 accumulators to int8 results in 256-bit registers, numerics.md equations (7) and (8), for panels of eight channels.
/// </summary>
/// <remarks>
/// With x = a m 2^-31, VPMULDQ by 4 m leaves ⌊2x⌋ in the upper half of each 64-bit product, and ⌊x + 1/2⌋ + Z = (⌊2x⌋ + 1 + 2 Z) >> 1.
/// Narrowing
/// ⌊2x⌋ to 16 bits and the addition saturate: what they cut lies far outside the int8 range, so the clamp hides it.
/// <code>
///   accumulators of a panel    0 1 2 3 | 4 5 6 7          dwords, two lanes
///   even products              0   1   | ...   of dwords 0 2 | 4 6
///   odd products               of dwords 1 3 | 5 7
///   VSHUFPS of upper halves    0 2 1 3 | 4 6 5 7          = channels in order if dword d holds channel Order[d]
/// </code>
/// A multiplier of 1/4 and more has no room for the factor 4: such a channel's accumulators are limited to ± 2^20, beyond which every
/// result is
/// clamped, and shifted left by 2 instead. Only layers with such a channel pay for that (<see cref="HasLarge"/>).
/// </remarks>
internal sealed unsafe class Requantizer
{
    /// <summary>Channels of a panel.</summary>
    public const int Panel = 8;

    private const int LargeMultiplier = 1 << (FixedPointMultiplier.FractionBits - 2);
    private const int LargeLimit = 1 << 20;
    private const byte UpperHalves = 0xDD;

    private readonly PackedMemory<int> _even;
    private readonly PackedMemory<int> _odd;
    private readonly PackedMemory<int> _shift;
    private readonly PackedMemory<int> _limit;
    private readonly PackedMemory<byte> _stage;

    /// <summary>Packs the constants of an output stage.</summary>
    /// <param name="multipliers">One a channel, in the order in which accumulators hold channels; a multiple of the panel, padded with
    /// 0.</param>
    /// <param name="output">Zero point and clamp.</param>
    public Requantizer(ReadOnlySpan<int> multipliers, OutputStage output)
    {
        _even = new PackedMemory<int>(multipliers.Length);
        _odd = new PackedMemory<int>(multipliers.Length);
        _shift = new PackedMemory<int>(multipliers.Length);
        _limit = new PackedMemory<int>(multipliers.Length);
        for (int i = 0; i < multipliers.Length; i++)
        {
            bool isLarge = multipliers[i] >= LargeMultiplier;
            HasLarge |= isLarge;
            _shift.Span[i] = isLarge ? 2 : 0;
            _limit.Span[i] = isLarge ? LargeLimit : int.MaxValue;
            _even.Span[i] = isLarge ? multipliers[i] : multipliers[i] * 4;
            _odd.Span[i & ~1] = _even.Span[i];
        }

        IsWhole = output.Range == new ActivationRange(sbyte.MinValue, sbyte.MaxValue);
        _stage = new PackedMemory<byte>(3 * Vector256<byte>.Count);
        Vector256.Create((short)(2 * output.ZeroPoint + 1)).AsByte().Store(_stage.Pointer);
        Vector256.Create((sbyte)output.Range.Min).AsByte().Store(_stage.Pointer + Vector256<byte>.Count);
        Vector256.Create((sbyte)output.Range.Max).AsByte().Store(_stage.Pointer + 2 * Vector256<byte>.Count);
    }

    /// <summary>The channel of a panel that each dword of its accumulators holds, and the dword that holds each channel.</summary>
    public static ReadOnlySpan<int> Order => [0, 2, 1, 3, 4, 6, 5, 7];

    /// <summary>Whether a multiplier is 1/4 or more.</summary>
    public bool HasLarge { get; }

    /// <summary>Whether the clamp is the whole int8 range.</summary>
    public bool IsWhole { get; }

    /// <summary>What the kernels read.</summary>
    public Constants Pointers => new(_even.Pointer, _odd.Pointer, _shift.Pointer, _limit.Pointer, _stage.Pointer);

    /// <summary>
    /// A channel whose weights are all zero, given as twice its result times one half (numerics.md equation (11)), as eight times its
    /// result
    /// times an eighth: so it makes no layer large.
    /// </summary>
    public static (int Initial, int Multiplier) Constant(int bias, FixedPointMultiplier multiplier)
    {
        return (8 * multiplier.Apply(bias), 1 << (FixedPointMultiplier.FractionBits - 3));
    }

    /// <summary>⌊2x⌋ of a panel's accumulators, channels in order if the accumulators are in <see cref="Order"/>.</summary>
    /// <param name="constants">The layer's.</param>
    /// <param name="channel">The panel's first channel.</param>
    /// <param name="accumulators">Eight channels.</param>
    /// <typeparam name="TForm">The layer's form.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> HalfSteps<TForm>(in Constants constants, nint channel, Vector256<int> accumulators)
        where TForm : struct, IForm
    {
        if (TForm.HasLarge)
        {
            Vector256<int> limit = Vector256.Load(constants.Limit + channel);
            accumulators = Avx2.Max(Avx2.Min(accumulators, limit), Vector256<int>.Zero - limit);
            accumulators = Avx2.ShiftLeftLogicalVariable(accumulators, Vector256.Load(constants.Shift + channel).AsUInt32());
        }

        Vector256<int> upper = Avx2.ShiftRightLogical(accumulators.AsInt64(), 32).AsInt32();
        Vector256<long> even = Avx2.Multiply(accumulators, Vector256.Load(constants.Even + channel));
        Vector256<long> odd = Avx2.Multiply(upper, Vector256.Load(constants.Odd + channel));
        return Avx.Shuffle(even.AsSingle(), odd.AsSingle(), UpperHalves).AsInt32();
    }

    /// <summary>Rounds, adds the zero point and clamps: 16 half steps of one source and 16 of another, lane by lane.</summary>
    /// <typeparam name="TForm">The layer's form.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Results<TForm>(in Constants constants, Vector256<short> first, Vector256<short> second)
        where TForm : struct, IForm
    {
        Vector256<short> offset = Vector256.Load((short*)constants.Stage);
        first = Avx2.ShiftRightArithmetic(Avx2.AddSaturate(first, offset), 1);
        second = Avx2.ShiftRightArithmetic(Avx2.AddSaturate(second, offset), 1);
        Vector256<sbyte> results = Avx2.PackSignedSaturate(first, second);
        if (!TForm.IsWhole)
        {
            results = Avx2.Max(results, Vector256.Load((sbyte*)constants.Stage + Vector256<sbyte>.Count));
            results = Avx2.Min(results, Vector256.Load((sbyte*)constants.Stage + 2 * Vector256<sbyte>.Count));
        }

        return results;
    }

    /// <summary>The constants of a layer in memory.</summary>
    internal readonly struct Constants(int* even, int* odd, int* shift, int* limit, byte* stage)
    {
        /// <summary>The multipliers.</summary>
        public readonly int* Even = even;

        /// <summary>The multipliers of odd dwords, in even ones.</summary>
        public readonly int* Odd = odd;

        /// <summary>Left shifts of accumulators.</summary>
        public readonly int* Shift = shift;

        /// <summary>Limits of accumulators' magnitudes.</summary>
        public readonly int* Limit = limit;

        /// <summary>2 Z + 1 in 16 bits, smallest and largest result in 8 bits, 32 bytes each.</summary>
        public readonly byte* Stage = stage;
    }

    /// <summary>What a layer's epilogue can leave out, known when the code is compiled.</summary>
    internal interface IForm
    {
        /// <summary>See <see cref="Requantizer.HasLarge"/>.</summary>
        static abstract bool HasLarge { get; }

        /// <summary>See <see cref="Requantizer.IsWhole"/>.</summary>
        static abstract bool IsWhole { get; }
    }

    /// <summary>Small multipliers and no clamp but the int8 range.</summary>
    internal readonly struct Whole : IForm
    {
        /// <inheritdoc/>
        public static bool HasLarge => false;

        /// <inheritdoc/>
        public static bool IsWhole => true;
    }

    /// <summary>Any multipliers and any clamp.</summary>
    internal readonly struct General : IForm
    {
        /// <inheritdoc/>
        public static bool HasLarge => true;

        /// <inheritdoc/>
        public static bool IsWhole => false;
    }

    /// <summary>Small multipliers and any clamp.</summary>
    internal readonly struct Clamped : IForm
    {
        /// <inheritdoc/>
        public static bool HasLarge => false;

        /// <inheritdoc/>
        public static bool IsWhole => false;
    }
}
