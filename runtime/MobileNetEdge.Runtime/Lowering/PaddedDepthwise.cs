using System.Collections.Immutable;
using MobileNetEdge.Runtime.Kernels;

namespace MobileNetEdge.Runtime.Lowering;

/// <summary>
/// Runs depthwise convolutions of more than a granule of channels on kernels that take whole granules: channels of zeros are added before, and what
/// becomes of them is left out after.
/// </summary>
internal static class PaddedDepthwise
{
    /// <summary>Tensors of networks are smaller; what is added must not take an arena past its limit.</summary>
    private const long MaxByteCount = 4 << 20;

    public static void Apply(Graph graph, PackedKernels kernels)
    {
        graph.Rewrite(step => step is DepthwiseConv2D conv && Fits(conv) && Padded(conv) is { } padded && kernels.Depthwise(padded) is not null
            ?
            [
                new Pad(conv.Input, padded.Input, [0, 0, 0, 0], [0, 0, 0, padded.Input.Shape[3] - conv.Input.Shape[3]]),
                padded,
                new Slice(padded.Output, conv.Output, [0, 0, 0, 0]),
            ]
            : [step]);
    }

    private static bool Fits(DepthwiseConv2D conv)
    {
        return Added(conv.Weights.Shape[3]) > 0 && conv.Weights.Shape[3] > PackedDepthwise.ChannelGranule && conv.DepthMultiplier == 1
            && !conv.Input.IsConstant && conv.Weights.Quantization is { ZeroPoint: 0 }
            && Math.Max(PaddedByteCount(conv.Input), PaddedByteCount(conv.Output)) <= MaxByteCount;
    }

    private static long PaddedByteCount(Tensor tensor)
    {
        int channels = tensor.Shape[3];
        return (long)(tensor.Shape.ElementCount / channels) * (channels + (long)Added(channels));
    }

    private static int Added(int channels) => (int)(-(long)channels & (PackedDepthwise.ChannelGranule - 1));

    private static DepthwiseConv2D Padded(DepthwiseConv2D conv)
    {
        int channels = conv.Weights.Shape[3];
        int added = Added(channels);
        return conv with
        {
            Input = Activation(conv.Input, added),
            Weights = Constant(conv.Weights, channels, added),
            Bias = conv.Bias is null ? null : Constant(conv.Bias, channels, added),
            Output = Activation(conv.Output, added),
        };
    }

    private static Tensor Activation(Tensor tensor, int added)
    {
        return new Tensor(tensor.Name, tensor.Type, Widen(tensor.Shape, added), tensor.Quantization);
    }

    /// <summary>A constant whose last dimension counts channels, with zeros for those that are added.</summary>
    private static Tensor Constant(Tensor tensor, int channels, int added)
    {
        int size = tensor.Type.Size;
        Shape shape = Widen(tensor.Shape, added);
        byte[] data = new byte[shape.ElementCount * size];
        for (int row = 0; row < tensor.Shape.ElementCount / channels; row++)
        {
            tensor.Data.Span.Slice(row * channels * size, channels * size).CopyTo(data.AsSpan(row * (channels + added) * size));
        }

        return new Tensor(tensor.Name, tensor.Type, shape, Widen(tensor.Quantization, added), data);
    }

    private static Shape Widen(Shape shape, int added)
    {
        int[] extents = shape.Extents.ToArray();
        extents[^1] += added;
        return new Shape(extents);
    }

    private static QuantizationParameters? Widen(QuantizationParameters? quantization, int added)
    {
        if (quantization is not { IsPerChannel: true })
        {
            return quantization;
        }

        ImmutableArray<float> scales = quantization.Scales.AddRange(Enumerable.Repeat(quantization.Scales[^1], added));
        return new QuantizationParameters(scales, quantization.ZeroPoints.AddRange(new int[added]), quantization.Axis);
    }
}
