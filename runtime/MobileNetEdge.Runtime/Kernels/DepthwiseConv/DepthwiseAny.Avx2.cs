using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A depthwise convolution with any window and any stride, for windows that have no kernel of their own.</summary>
/// <remarks>
/// One pixel of 8 channels at a time, a channel a dword. A stored value is sign-extended to 32 bits and multiplied by VPMADDWD with a weight
/// whose upper word is 0, so that the sign's word adds nothing.
/// <code>
///   input     i0 s0 | i1 s1 | ... | i7 s7        words, one tap
///   weights   w0 0  | w1 0  | ... | w7 0
///   sums      a0    | a1    | ... | a7           dwords; before the epilogue in Requantizer.Order
/// </code>
/// </remarks>
internal sealed unsafe class DepthwiseAnyAvx2 : PackedDepthwise
{
    private readonly PackedMemory<int> _weights;
    private readonly PackedMemory<int> _initial;
    private readonly Requantizer _requantizer;

    public DepthwiseAnyAvx2(WeightedSum sum, int channels, int taps, int stride)
        : base(channels, taps, stride)
    {
        _weights = new PackedMemory<int>(sum.Weights.Length);
        _initial = new PackedMemory<int>(channels);
        int[] multipliers = new int[channels];
        for (int i = 0; i < sum.Weights.Length; i++)
        {
            _weights.Span[i] = (ushort)sum.Weights[i];
        }

        for (int channel = 0; channel < channels; channel++)
        {
            _initial.Span[channel] = DepthwiseConstants.InitialOf(sum, channels, channel);
            int ordered = (channel & ~(ChannelGranule - 1)) + Requantizer.Order[channel % ChannelGranule];
            multipliers[channel] = sum.Multipliers[ordered].Multiplier;
        }

        _requantizer = new Requantizer(multipliers, sum.Output);
    }

    /// <inheritdoc/>
    public override void Run(sbyte** input, sbyte* output, nint outputPitch, int rows, int width, int firstChannel, int endChannel)
    {
        for (int row = 0; row < rows; row++)
        {
            if (_requantizer.HasLarge)
            {
                RunRow<Requantizer.General>(input + row * Stride, output + row * outputPitch, width, firstChannel, endChannel);
            }
            else
            {
                RunRow<Requantizer.Clamped>(input + row * Stride, output + row * outputPitch, width, firstChannel, endChannel);
            }
        }

        GC.KeepAlive(this);
    }

    private void RunRow<TForm>(sbyte** input, sbyte* output, int width, nint firstChannel, nint endChannel)
        where TForm : struct, Requantizer.IForm
    {
        Requantizer.Constants constants = _requantizer.Pointers;
        for (nint x = 0; x < width; x++)
        {
            nint offset = x * Stride * Channels;
            for (nint channel = firstChannel; channel < endChannel; channel += ChannelGranule)
            {
                Vector256<int> sums = Avx2.PermuteVar8x32(Sums(input, offset + channel, channel), Vector256.Create(0, 2, 1, 3, 4, 6, 5, 7));
                Vector256<int> halfSteps = Requantizer.HalfSteps<TForm>(constants, channel, sums);
                Vector256<short> narrow = Avx2.PackSignedSaturate(halfSteps, halfSteps);
                Vector256<int> results = Requantizer.Results<TForm>(constants, narrow, narrow).AsInt32();
                *(long*)(output + x * Channels + channel) =
                    Sse2.UnpackLow(results.GetLower(), results.GetUpper()).AsInt64().ToScalar();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<int> Sums(sbyte** input, nint offset, nint channel)
    {
        Vector256<int> sums = Vector256.Load(_initial.Pointer + channel);
        int* weights = _weights.Pointer + channel;
        for (int row = 0; row < Taps; row++)
        {
            sbyte* source = input[row] + offset;
            for (int column = 0; column < Taps; column++)
            {
                Vector256<short> values = Avx2.ConvertToVector256Int32(source).AsInt16();
                sums += Avx2.MultiplyAddAdjacent(values, Vector256.Load(weights).AsInt16());
                source += Channels;
                weights += Channels;
            }
        }

        return sums;
    }
}
