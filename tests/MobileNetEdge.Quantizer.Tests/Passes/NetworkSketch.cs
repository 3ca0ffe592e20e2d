using MobileNetEdge.Quantizer.Tests.Execution;

namespace MobileNetEdge.Quantizer.Tests.Passes;

/// <summary>A small network of random weights, written down step by step.</summary>
internal sealed class NetworkSketch(int seed)
{
    private readonly List<Operator> _steps = [];
    private int _names;

    /// <summary>Where weights come from.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>The network as it stands; its output is the last step's, or those given.</summary>
    public Model Model(params Tensor[] outputs)
    {
        Model model = FloatTensors.Network([.. _steps]);
        return outputs.Length == 0 ? model : new Model(model.Tensors, model.Operators, model.Inputs, [.. outputs]);
    }

    /// <summary>A tensor to compute or to fill.</summary>
    public Tensor New(params ReadOnlySpan<int> extents) => FloatTensors.Activation($"t{_names++}", extents);

    /// <summary>A constant of random values from -1 to 1.</summary>
    public Tensor Constant(params ReadOnlySpan<int> extents) => FloatTensors.RandomConstant(Random, 1, extents);

    /// <summary>A constant of one value.</summary>
    public static Tensor Filled(float value, params ReadOnlySpan<int> extents)
    {
        Shape shape = new(extents);
        return FloatTensors.Constant("filled", shape, [.. Enumerable.Repeat(value, shape.ElementCount)]);
    }

    /// <summary>Appends a step.</summary>
    public Tensor Add(Operator step)
    {
        _steps.Add(step);
        return step.Outputs[0];
    }

    /// <summary>A convolution of square windows, in groups where asked.</summary>
    public Tensor Conv(
        Tensor input, int outputs, int taps = 1, int stride = 1, bool bias = true, int groups = 1,
        Padding padding = Padding.Same, FusedActivation activation = FusedActivation.None)
    {
        Tensor weights = Constant(outputs, taps, taps, input.Shape[3] / groups);
        Tensor output = Window(input, outputs, taps, new(stride), padding);
        return Add(new Conv2D(input, weights, bias ? Constant(outputs) : null, output, new(stride), new(stride), padding, activation));
    }

    /// <summary>A depthwise convolution of square windows.</summary>
    public Tensor Depthwise(
        Tensor input, int multiplier = 1, int taps = 3, int stride = 1, int dilation = 1, bool bias = true,
        Padding padding = Padding.Same, FusedActivation activation = FusedActivation.None)
    {
        int outputs = input.Shape[3] * multiplier;
        WindowAxis axis = new(stride, dilation);
        Tensor output = Window(input, outputs, taps, axis, padding);
        Tensor weights = Constant(1, taps, taps, outputs);
        return Add(new DepthwiseConv2D(input, weights, bias ? Constant(outputs) : null, output, axis, axis, padding, activation));
    }

    /// <summary>A fully connected layer on one row.</summary>
    public Tensor Connected(Tensor input, int outputs, bool bias = true, FusedActivation activation = FusedActivation.None)
    {
        Tensor weights = Constant(outputs, input.Shape.ElementCount);
        return Add(new FullyConnected(input, weights, bias ? Constant(outputs) : null, New(1, outputs), false, activation));
    }

    /// <summary>A batch normalization of random statistics.</summary>
    public Tensor Normalize(Tensor input)
    {
        int channels = input.Shape[^1];
        float[] variance = [.. Enumerable.Range(0, channels).Select(_ => 0.1f + Random.NextSingle())];
        Tensor spread = FloatTensors.Constant("variance", new Shape(channels), variance);
        return Add(new BatchNormalization(
            input, Like(input), Constant(channels), Constant(channels), Constant(channels), spread, 1e-3f));
    }

    /// <summary>A sum, difference or product, shaped like the first operand that is no constant.</summary>
    public Tensor Binary(BinaryFunction function, Tensor a, Tensor b, FusedActivation activation = FusedActivation.None)
    {
        return Add(new Binary(function, a, b, Like(a.IsConstant ? b : a), activation));
    }

    /// <summary>A one-argument function.</summary>
    public Tensor Unary(UnaryFunction function, Tensor input) => Add(new Unary(function, input, Like(input)));

    /// <summary>A border of zeros around rows and columns.</summary>
    public Tensor Pad(Tensor input, int before, int after, int channelsAfter = 0)
    {
        Tensor output = New(
            input.Shape[0], input.Shape[1] + before + after, input.Shape[2] + before + after, input.Shape[3] + channelsAfter);
        return Add(new Pad(input, output, [0, before, before, 0], [0, after, after, channelsAfter]));
    }

    /// <summary>The mean over rows and columns.</summary>
    public Tensor Pooled(Tensor input) => Add(new Mean(input, New(input.Shape[0], 1, 1, input.Shape[3]), [1, 2], true));

    /// <summary>The same elements under another shape.</summary>
    public Tensor Reshape(Tensor input, params ReadOnlySpan<int> extents) => Add(new Reshape(input, New(extents)));

    /// <summary>A tensor shaped like another.</summary>
    public Tensor Like(Tensor tensor) => New(tensor.Shape.Extents);

    private Tensor Window(Tensor input, int outputs, int taps, WindowAxis axis, Padding padding)
    {
        int height = (int)axis.OutputExtent(input.Shape[1], taps, padding);
        int width = (int)axis.OutputExtent(input.Shape[2], taps, padding);
        return New(input.Shape[0], height, width, outputs);
    }
}
