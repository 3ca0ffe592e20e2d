using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// ADD and SUB by VPMADDWD, numerics.md equation (15): a m_a + b m_b in one instruction, everything constant in one addend.
/// </summary>
/// <remarks>
/// <code>
///   a, b as words      a0 ... a7 | a8 ... a15
///   VPUNPCKLWD         a0 b0 ... a3 b3 | a8 b8 ... a11 b11     high: a4 b4 ... | a12 b12 ...
///   VPMADDWD, shift    0 1 2 3 | 8 9 10 11                     dwords
///   VPACKSSDW          0 ... 7 | 8 ... 15                      words of low and high
///   VPACKSSWB          0 ... 7 16 ... 23 | 8 ... 15 24 ... 31  bytes; VPERMQ puts them in order
/// </code>
/// The result for |a - Z_a| and |b - Z_b| up to 255 stays below 2^24 in magnitude before the shift, the output's zero point below 2^22.
/// </remarks>
internal sealed unsafe class RowSumAvx2(SumArithmetic arithmetic) : RowBinary
{
    private const byte InOrder = 0b11_01_10_00;

    private readonly int _factors = (arithmetic.FactorA & 0xFFFF) | (arithmetic.FactorB << 16);

    /// <summary>-Z_a m_a - Z_b m_b, half a step and the output's zero point.</summary>
    private readonly int _offset =
        (1 << (arithmetic.Shift - 1))
        + (arithmetic.Output.ZeroPoint << arithmetic.Shift)
        - arithmetic.ZeroPointA * arithmetic.FactorA
        - arithmetic.ZeroPointB * arithmetic.FactorB;

    /// <inheritdoc/>
    public override void Run(sbyte* a, sbyte* b, sbyte* destination, nint count)
    {
        if (count < Vector256<sbyte>.Count)
        {
            for (nint i = 0; i < count; i++)
            {
                destination[i] = arithmetic.Apply(a[i], b[i]);
            }

            return;
        }

        // The last vector overlaps the one before it; it is read before anything is written, since the destination may be a source.
        Constants constants = new(_factors, _offset, arithmetic);
        nint end = count - Vector256<sbyte>.Count;
        Vector256<sbyte> last = Add(constants, a + end, b + end);
        nint done = RowSum512.IsSupported ? RowSum512.Run(a, b, destination, end, _factors, _offset, arithmetic) : 0;
        for (nint i = done; i < end; i += Vector256<sbyte>.Count)
        {
            Add(constants, a + i, b + i).Store(destination + i);
        }

        last.Store(destination + end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Add(in Constants constants, sbyte* a, sbyte* b)
    {
        Vector256<sbyte> sums = Avx2.PackSignedSaturate(Sixteen(constants, a, b), Sixteen(constants, a + 16, b + 16));
        sums = Avx2.Permute4x64(sums.AsInt64(), InOrder).AsSByte();
        return Avx2.Min(Avx2.Max(sums, constants.Min), constants.Max);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Sixteen(in Constants constants, sbyte* a, sbyte* b)
    {
        Vector256<short> wideA = Avx2.ConvertToVector256Int16(a);
        Vector256<short> wideB = Avx2.ConvertToVector256Int16(b);
        return Avx2.PackSignedSaturate(
            Steps(constants, Avx2.UnpackLow(wideA, wideB)), Steps(constants, Avx2.UnpackHigh(wideA, wideB)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Steps(in Constants constants, Vector256<short> pairs)
    {
        Vector256<int> sums = Avx2.Add(Avx2.MultiplyAddAdjacent(pairs, constants.Factors), constants.Offset);
        return Avx2.ShiftRightArithmetic(sums, constants.Shift);
    }

    private readonly struct Constants(int factors, int offset, SumArithmetic arithmetic)
    {
        public readonly Vector256<short> Factors = Vector256.Create(factors).AsInt16();

        public readonly Vector256<int> Offset = Vector256.Create(offset);

        public readonly Vector128<int> Shift = Vector128.CreateScalar(arithmetic.Shift);

        public readonly Vector256<sbyte> Min = Vector256.Create((sbyte)arithmetic.Output.Range.Min);

        public readonly Vector256<sbyte> Max = Vector256.Create((sbyte)arithmetic.Output.Range.Max);
    }
}
