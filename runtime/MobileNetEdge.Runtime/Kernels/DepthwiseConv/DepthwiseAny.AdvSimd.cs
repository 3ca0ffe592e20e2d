using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A depthwise convolution with any window, any stride and any weights.</summary>
/// <remarks>
/// One pixel of 8 channels at a time. Channels lie across lanes; products are 16 bits wide, and each is added to 32 bits by itself:
/// <code>
///   input    i0 .. i7     int8    one tap
///   product  p0 .. p7     int16   SMULL
///   lower    a0 .. a3     int32   SADDW
///   upper    a4 .. a7     int32   SADDW2
/// </code>
/// </remarks>
internal sealed unsafe class DepthwiseAnyAdvSimd<TStage> : PackedDepthwise
    where TStage : struct, INeonStage
{
    private readonly PackedMemory<sbyte> _weights;
    private readonly PackedMemory<int> _initial;
    private readonly PackedMemory<int> _multipliers;
    private readonly NeonStageConstants _stage;

    public DepthwiseAnyAdvSimd(WeightedSum sum, int channels, int taps, int stride)
        : base(channels, taps, stride)
    {
        _weights = new(sum.Weights.Length);
        _initial = new(channels);
        _multipliers = new(channels);
        _stage = new(sum.Output);
        sum.Weights.CopyTo(_weights.Span);
        for (int channel = 0; channel < channels; channel++)
        {
            _initial.Pointer[channel] = DepthwiseConstants.InitialOf(sum, channels, channel);
            _multipliers.Pointer[channel] = sum.Multipliers[channel].Multiplier;
        }
    }

    /// <inheritdoc/>
    public override void Run(sbyte** input, sbyte* output, nint outputPitch, int rows, int width, int firstChannel, int endChannel)
    {
        for (int row = 0; row < rows; row++)
        {
            for (nint x = 0; x < width; x++)
            {
                sbyte* pixel = output + row * outputPitch + x * Channels;
                RunPixel(input + row * Stride, x * Stride * Channels, pixel, firstChannel, endChannel);
            }
        }
    }

    private void RunPixel(sbyte** input, nint offset, sbyte* output, nint firstChannel, nint endChannel)
    {
        NeonStageConstants stage = _stage;
        for (nint channel = firstChannel; channel < endChannel; channel += ChannelGranule)
        {
            Sum(input, offset + channel, channel, out Vector128<int> lower, out Vector128<int> upper);
            int* multiplier = _multipliers.Pointer + channel;
            lower = AdvSimd.MultiplyRoundedDoublingSaturateHigh(lower, Vector128.Load(multiplier));
            upper = AdvSimd.MultiplyRoundedDoublingSaturateHigh(upper, Vector128.Load(multiplier + 4));
            TStage.Store(TStage.Narrow(lower, upper), stage).Store(output + channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Sum(sbyte** input, nint offset, nint channel, out Vector128<int> lower, out Vector128<int> upper)
    {
        nint pitch = Channels;
        sbyte* weight = _weights.Pointer + channel;
        Vector128<int> l = Vector128.Load(_initial.Pointer + channel);
        Vector128<int> u = Vector128.Load(_initial.Pointer + channel + 4);
        for (nint row = 0; row < Taps; row++)
        {
            sbyte* pixel = input[row] + offset;
            for (nint left = Taps; left > 0; left--)
            {
                Vector128<short> product = AdvSimd.MultiplyWideningLower(Vector64.Load(pixel), Vector64.Load(weight));
                u = AdvSimd.AddWideningUpper(u, product);
                l = AdvSimd.AddWideningLower(l, product.GetLower());
                pixel += pitch;
                weight += pitch;
            }
        }

        lower = l;
        upper = u;
    }
}
