using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary><see cref="Requantizer"/> in 512-bit registers, for small multipliers.</summary>
/// <remarks>
/// <code>
///   half steps of a register   c0-3 | c4-7 | c8-11 | c12-15                         four dwords a lane, registers r0 to r3
///   narrowed                   r0c0-3 r1c0-3 r2c0-3 r3c0-3 | r0c4-7 ... | ...       four bytes a dword
///   ordered by VPERMD          r0c0-3 r0c4-7 r0c8-11 r0c12-15 | r1c0-3 ... | ...
/// </code>
/// </remarks>
internal static unsafe class WideRequantizer
{
    /// <summary>Registers that are narrowed together.</summary>
    public const int Rows = 4;

    private const byte UpperHalves = 0xDD;

    /// <summary>Whether this machine has what is needed.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512BW.IsSupported;
    }

    /// <summary>⌊2x⌋ of two panels' accumulators, in the order of <see cref="Requantizer.HalfSteps"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> HalfSteps(Vector512<int> accumulators, in Multipliers multipliers)
    {
        Vector512<int> upper = Avx512F.ShiftRightLogical(accumulators.AsInt64(), 32).AsInt32();
        Vector512<long> even = Avx512F.Multiply(accumulators, multipliers.Even);
        Vector512<long> odd = Avx512F.Multiply(upper, multipliers.Odd);
        return Avx512F.Shuffle(even.AsSingle(), odd.AsSingle(), UpperHalves).AsInt32();
    }

    /// <summary>
    /// Narrows, rounds, adds the zero point, clamps and orders: sixteen results of the first register, then of the second and so on.
    /// </summary>
    /// <typeparam name="TForm">The layer's form.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Results<TForm>(
        in Stage stage, Vector512<int> first, Vector512<int> second, Vector512<int> third, Vector512<int> fourth)
        where TForm : struct, Requantizer.IForm
    {
        Vector512<short> upper = Avx512BW.AddSaturate(Avx512BW.PackSignedSaturate(first, second), stage.Offset);
        Vector512<short> lower = Avx512BW.AddSaturate(Avx512BW.PackSignedSaturate(third, fourth), stage.Offset);
        Vector512<sbyte> results = Avx512BW.PackSignedSaturate(
            Avx512BW.ShiftRightArithmetic(upper, 1), Avx512BW.ShiftRightArithmetic(lower, 1));
        if (!TForm.IsWhole)
        {
            results = Avx512BW.Min(Avx512BW.Max(results, stage.Min), stage.Max);
        }

        return Avx512F.PermuteVar16x32(results.AsInt32(), stage.Order);
    }

    /// <summary>An output stage in registers.</summary>
    internal readonly struct Stage
    {
        /// <summary>2 Z + 1.</summary>
        public readonly Vector512<short> Offset;

        /// <summary>The smallest result.</summary>
        public readonly Vector512<sbyte> Min;

        /// <summary>The largest result.</summary>
        public readonly Vector512<sbyte> Max;

        /// <summary>Dwords in the order of results.</summary>
        public readonly Vector512<int> Order;

        /// <summary>The stage of a layer.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Stage(in Requantizer.Constants constants)
        {
            Offset = Vector512.Create(*(short*)constants.Stage);
            Min = Vector512.Create(*(sbyte*)(constants.Stage + Vector256<sbyte>.Count));
            Max = Vector512.Create(*(sbyte*)(constants.Stage + 2 * Vector256<sbyte>.Count));
            Order = Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        }
    }

    /// <summary>Multipliers of two panels.</summary>
    internal readonly struct Multipliers
    {
        /// <summary>Of even dwords.</summary>
        public readonly Vector512<int> Even;

        /// <summary>Of odd dwords, in even ones.</summary>
        public readonly Vector512<int> Odd;

        /// <summary>The multipliers of two panels that follow each other.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Multipliers(in Requantizer.Constants constants, nint channel)
        {
            Even = Vector512.Load(constants.Even + channel);
            Odd = Vector512.Load(constants.Odd + channel);
        }
    }
}
