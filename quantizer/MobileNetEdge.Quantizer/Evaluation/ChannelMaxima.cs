using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>The largest magnitude of each output channel's weights.</summary>
internal static class ChannelMaxima
{
    /// <summary>Of a layer of either network; empty for an operator without constant weights.</summary>
    public static ImmutableArray<float> Of(Operator? step)
    {
        (Tensor Weights, int Axis)? layer = step switch
        {
            Conv2D conv => (conv.Weights, 0),
            DepthwiseConv2D conv => (conv.Weights, 3),
            FullyConnected connected => (connected.Weights, 0),
            _ => null,
        };
        return layer is ({ IsConstant: true } weights, int axis) && axis < weights.Shape.Rank ? Of(weights, axis) : [];
    }

    private static ImmutableArray<float> Of(Tensor weights, int axis)
    {
        float[] maxima = new float[weights.Shape[axis]];
        int inner = 1;
        for (int i = axis + 1; i < weights.Shape.Rank; i++)
        {
            inner *= weights.Shape[i];
        }

        for (int i = 0; i < weights.Shape.ElementCount; i++)
        {
            int channel = i / inner % maxima.Length;
            float magnitude = Math.Abs(Real(weights, i, channel));
            maxima[channel] = Math.Max(maxima[channel], magnitude);
        }

        return [.. maxima];
    }

    private static float Real(Tensor weights, int index, int channel)
    {
        ReadOnlySpan<byte> data = weights.Data.Span;
        if (weights.Type == ElementType.Float32)
        {
            return MemoryMarshal.Cast<byte, float>(data)[index];
        }

        if (weights.Quantization is not { } quantization || !weights.Type.IsQuantized8)
        {
            return 0;
        }

        int at = quantization.IsPerChannel ? channel : 0;
        int stored = weights.Type == ElementType.Int8 ? (sbyte)data[index] : data[index];
        return quantization.Scales[at] * (stored - quantization.ZeroPoints[at]);
    }
}
