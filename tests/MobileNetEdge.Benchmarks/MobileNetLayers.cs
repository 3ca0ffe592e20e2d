using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Benchmarks;

/// <summary>The distinct layers of the four networks at width 1 and 224×224: what every kernel is measured on.</summary>
public static class MobileNetLayers
{
    private static readonly string[] Networks = ["mobilenet_v1", "mobilenet_v2", "mobilenet_v3_large", "mobilenet_v3_small"];

    /// <summary>1×1 convolutions over pictures.</summary>
    public static IEnumerable<Layer> Pointwise => Of(step => step is Conv2D { Weights.Shape: var shape } && shape[1] == 1 && step.Outputs[0].Shape[1] > 1);

    /// <summary>1×1 convolutions over one pixel, and fully connected layers.</summary>
    public static IEnumerable<Layer> OnePixel => Of(step =>
        step is FullyConnected || (step is Conv2D { Weights.Shape: var shape } && shape[1] == 1 && step.Outputs[0].Shape[1] == 1));

    /// <summary>The first layers.</summary>
    public static IEnumerable<Layer> Stems => Of(step => step is Conv2D { Weights.Shape: var shape } && shape[1] > 1);

    /// <summary>Depthwise convolutions.</summary>
    public static IEnumerable<Layer> Depthwise => Of(step => step is DepthwiseConv2D);

    private static IEnumerable<Layer> Of(Func<Operator, bool> isWanted)
    {
        return Networks.SelectMany(name => MobileNets.Create(name).Operators).Where(isWanted).Select(Layer.Of).Distinct();
    }
}

/// <summary>A layer's shape.</summary>
/// <param name="Height">Rows of the input.</param>
/// <param name="Width">Columns of the input.</param>
/// <param name="InputChannels">Channels of the input.</param>
/// <param name="OutputChannels">Channels of the output.</param>
/// <param name="Taps">Height and width of the window.</param>
/// <param name="Stride">Input pixels from one window to the next.</param>
public sealed record Layer(int Height, int Width, int InputChannels, int OutputChannels, int Taps, int Stride)
{
    /// <summary>The shape of a network's layer.</summary>
    public static Layer Of(Operator step)
    {
        Shape input = step.Inputs[0].Shape;
        int outputs = step.Outputs[0].Shape[^1];
        return step switch
        {
            Conv2D conv => new(input[1], input[2], input[3], outputs, conv.Weights.Shape[1], conv.Vertical.Stride),
            DepthwiseConv2D conv => new(input[1], input[2], input[3], outputs, conv.Weights.Shape[1], conv.Vertical.Stride),
            _ => new(1, 1, input.ElementCount, outputs, 1, 1),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Height}x{Width}x{InputChannels}->{OutputChannels} {Taps}x{Taps}/{Stride}";
}
