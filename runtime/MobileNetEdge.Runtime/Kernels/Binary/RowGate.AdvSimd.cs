using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>MUL of pixels by a gate in registers, numerics.md equation (16).</summary>
/// <remarks>
/// A block of 16 channels keeps its gate, as differences from the zero point, in two registers and goes down the pixels:
/// <code>
///   x                    int8    × 16
///   x - Za               int16   × 8 × 2   SSUBL, SSUBL2
///   × (gate - Zb) 2^l    int32   × 4 × 4   SMULL, SMULL2
///   requantized          int32   × 4 × 4   SQRDMULH
/// </code>
/// The multiplier's shift l sits in the gate, which leaves room for it in 16 bits up to <see cref="MaxLeftShift"/>.
/// </remarks>
internal sealed unsafe class RowGateAdvSimd<TStage>(ProductArithmetic arithmetic) : RowGate
    where TStage : struct, INeonStage
{
    /// <summary>255 × 2⁷ is below 2¹⁵.</summary>
    public const int MaxLeftShift = 7;

    private const int Lanes = 16;
    private const int HalfLanes = 8;

    private readonly NeonStageConstants _stage = new(arithmetic.Output);

    /// <inheritdoc/>
    public override void Run(sbyte* source, sbyte* gate, sbyte* destination, int pixels, int channels)
    {
        nint channel = pixels == 1 ? RunPairs(source, gate, destination, channels) : 0;
        for (; channel <= channels - Lanes; channel += Lanes)
        {
            RunBlock(source + channel, gate + channel, destination + channel, pixels, channels);
        }

        if (channel <= channels - HalfLanes)
        {
            RunHalfBlock(source + channel, gate + channel, destination + channel, pixels, channels);
            channel += HalfLanes;
        }

        for (; channel < channels; channel++)
        {
            for (nint i = channel; i < (nint)pixels * channels; i += channels)
            {
                destination[i] = arithmetic.Apply(source[i], gate[channel]);
            }
        }
    }

    /// <summary>One pixel: the gate changes with every block, so that all else stays in registers.</summary>
    /// <returns>The channels that are done.</returns>
    private nint RunPairs(sbyte* source, sbyte* gate, sbyte* destination, nint channels)
    {
        Vector64<sbyte> zeroPointA = Vector64.Create((sbyte)arithmetic.ZeroPointA);
        Vector128<sbyte> zeroPointA2 = Vector128.Create((sbyte)arithmetic.ZeroPointA);
        Vector64<sbyte> zeroPointB = Vector64.Create((sbyte)arithmetic.ZeroPointB);
        Vector128<sbyte> zeroPointB2 = Vector128.Create((sbyte)arithmetic.ZeroPointB);
        Vector128<short> shift = Vector128.Create((short)arithmetic.Multiplier.LeftShift);
        Vector128<int> multiplier = Vector128.Create(arithmetic.Multiplier.Multiplier);
        NeonStageConstants stage = _stage;
        nint blocks = channels & -Lanes;
        for (nint i = 0; i < blocks; i += Lanes)
        {
            Vector128<sbyte> x = Vector128.Load(source + i);
            Vector128<sbyte> y = Vector128.Load(gate + i);
            Vector128<short> gateUpper = AdvSimd.ShiftLogical(AdvSimd.SubtractWideningUpper(y, zeroPointB2), shift);
            Vector128<short> gateLower = AdvSimd.ShiftLogical(AdvSimd.SubtractWideningLower(y.GetLower(), zeroPointB), shift);
            Vector128<short> upper = Product(AdvSimd.SubtractWideningUpper(x, zeroPointA2), gateUpper, multiplier);
            Vector128<short> lower = Product(AdvSimd.SubtractWideningLower(x.GetLower(), zeroPointA), gateLower, multiplier);
            TStage.Store(lower, upper, stage).Store(destination + i);
        }

        return blocks;
    }

    private void RunBlock(sbyte* source, sbyte* gate, sbyte* destination, nint pixels, nint pitch)
    {
        Vector64<sbyte> zeroPoint = Vector64.Create((sbyte)arithmetic.ZeroPointA);
        Vector128<sbyte> zeroPoint2 = Vector128.Create((sbyte)arithmetic.ZeroPointA);
        Vector128<int> multiplier = Vector128.Create(arithmetic.Multiplier.Multiplier);
        Vector128<short> gateLower = Gate(gate);
        Vector128<short> gateUpper = Gate(gate + HalfLanes);
        NeonStageConstants stage = _stage;
        nint end = pixels * pitch;
        for (nint i = 0; i < end; i += pitch)
        {
            Vector128<sbyte> x = Vector128.Load(source + i);
            Vector128<short> upper = Product(AdvSimd.SubtractWideningUpper(x, zeroPoint2), gateUpper, multiplier);
            Vector128<short> lower = Product(AdvSimd.SubtractWideningLower(x.GetLower(), zeroPoint), gateLower, multiplier);
            TStage.Store(lower, upper, stage).Store(destination + i);
        }
    }

    private void RunHalfBlock(sbyte* source, sbyte* gate, sbyte* destination, nint pixels, nint pitch)
    {
        Vector64<sbyte> zeroPoint = Vector64.Create((sbyte)arithmetic.ZeroPointA);
        Vector128<int> multiplier = Vector128.Create(arithmetic.Multiplier.Multiplier);
        Vector128<short> factors = Gate(gate);
        NeonStageConstants stage = _stage;
        nint end = pixels * pitch;
        for (nint i = 0; i < end; i += pitch)
        {
            Vector128<short> x = AdvSimd.SubtractWideningLower(Vector64.Load(source + i), zeroPoint);
            TStage.Store(Product(x, factors, multiplier), stage).Store(destination + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<short> Gate(sbyte* gate)
    {
        Vector128<short> difference = AdvSimd.SubtractWideningLower(Vector64.Load(gate), Vector64.Create((sbyte)arithmetic.ZeroPointB));
        return AdvSimd.ShiftLogical(difference, Vector128.Create((short)arithmetic.Multiplier.LeftShift));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Product(Vector128<short> x, Vector128<short> gate, Vector128<int> multiplier)
    {
        Vector128<int> upper = AdvSimd.MultiplyWideningUpper(x, gate);
        Vector128<int> lower = AdvSimd.MultiplyWideningLower(x.GetLower(), gate.GetLower());
        return TStage.Narrow(
            AdvSimd.MultiplyRoundedDoublingSaturateHigh(lower, multiplier), AdvSimd.MultiplyRoundedDoublingSaturateHigh(upper, multiplier));
    }
}
