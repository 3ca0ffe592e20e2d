using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The inner loop of <see cref="RowSumAvx2"/> in 512-bit registers.</summary>
internal static unsafe class RowSum512
{
    /// <summary>Sums that are made at once.</summary>
    public static int Count => Vector512<sbyte>.Count;

    /// <summary>Whether this machine has what is needed.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512BW.IsSupported;
    }

    /// <summary>Writes whole registers of sums from the front, and gives how many.</summary>
    /// <param name="a">One operand.</param>
    /// <param name="b">The other.</param>
    /// <param name="destination">May be either.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="factors">m_a and m_b, words of a dword.</param>
    /// <param name="offset">What is added to a m_a + b m_b.</param>
    /// <param name="arithmetic">Shift and clamp.</param>
    public static nint Run(sbyte* a, sbyte* b, sbyte* destination, nint count, int factors, int offset, SumArithmetic arithmetic)
    {
        Constants constants = new(factors, offset, arithmetic);
        nint i = 0;
        for (; i <= count - Count; i += Count)
        {
            Add(constants, a + i, b + i).Store(destination + i);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<sbyte> Add(in Constants constants, sbyte* a, sbyte* b)
    {
        Vector512<sbyte> sums = Avx512BW.PackSignedSaturate(ThirtyTwo(constants, a, b), ThirtyTwo(constants, a + 32, b + 32));
        sums = Avx512F.PermuteVar8x64(sums.AsInt64(), Vector512.Create(0L, 2, 4, 6, 1, 3, 5, 7)).AsSByte();
        return Avx512BW.Min(Avx512BW.Max(sums, constants.Min), constants.Max);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> ThirtyTwo(in Constants constants, sbyte* a, sbyte* b)
    {
        Vector512<short> wideA = Avx512BW.ConvertToVector512Int16(Vector256.Load(a));
        Vector512<short> wideB = Avx512BW.ConvertToVector512Int16(Vector256.Load(b));
        return Avx512BW.PackSignedSaturate(
            Steps(constants, Avx512BW.UnpackLow(wideA, wideB)), Steps(constants, Avx512BW.UnpackHigh(wideA, wideB)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Steps(in Constants constants, Vector512<short> pairs)
    {
        Vector512<int> sums = Avx512F.Add(Avx512BW.MultiplyAddAdjacent(pairs, constants.Factors), constants.Offset);
        return Avx512F.ShiftRightArithmetic(sums, constants.Shift);
    }

    private readonly struct Constants(int factors, int offset, SumArithmetic arithmetic)
    {
        public readonly Vector512<short> Factors = Vector512.Create(factors).AsInt16();
        public readonly Vector512<int> Offset = Vector512.Create(offset);
        public readonly Vector128<int> Shift = Vector128.CreateScalar(arithmetic.Shift);
        public readonly Vector512<sbyte> Min = Vector512.Create((sbyte)arithmetic.Output.Range.Min);
        public readonly Vector512<sbyte> Max = Vector512.Create((sbyte)arithmetic.Output.Range.Max);
    }
}
