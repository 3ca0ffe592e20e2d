using System.Globalization;

namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>A network as it grows, layer by layer.</summary>
internal sealed partial class NetworkBuilder
{
    /// <summary>The mean square of pixels in -1 to 1, and roughly that of pixels normalized by ImageNet's deviation.</summary>
    private const double PixelMoment = 1.0 / 3;

    /// <summary>
    /// What is left of the mean square when positions are averaged: between all, where they are equal, and a third, where rectified
    /// values are independent.
    /// </summary>
    private const double PooledShare = 0.5;

    private readonly WeightSource _weights;
    private readonly List<Operator> _operators = [];

    public NetworkBuilder(MobileNetOptions options, WeightSource weights)
    {
        Options = options;
        _weights = weights;
        Image = new(new Tensor("image", ElementType.Float32, new(1, options.Resolution, options.Resolution, 3)), PixelMoment);
    }

    public MobileNetOptions Options { get; }

    /// <summary>The network's input.</summary>
    public Signal Image { get; }

    /// <summary>A paper's channels under the width multiplier.</summary>
    public int Scaled(int channels) => ChannelRounding.Round(channels * Options.Width);

    /// <summary>A convolution with square windows and what follows it.</summary>
    public Signal Conv(
        Signal input, LayerName name, int outputs, int taps, int stride, Nonlinearity function, WindowFit fit = WindowFit.Border)
    {
        (Tensor weights, Tensor bias) = _weights.Take(new(name, LayerKind.Convolution, outputs, taps, input.Channels, input.SecondMoment));
        (Tensor source, Padding padding) = Fitted(input.Tensor, taps, stride, fit);
        Tensor output = WindowOutput(source, outputs, taps, stride, padding);
        _operators.Add(new Conv2D(source, weights, bias, output, new(stride), new(stride), padding, function.Fused()));
        return Activate(output, function);
    }

    /// <summary>A convolution of each channel with square windows and what follows it.</summary>
    public Signal Depthwise(Signal input, LayerName name, int taps, int stride, Nonlinearity function, int dilation = 1)
    {
        (Tensor weights, Tensor bias) = _weights.Take(new(name, LayerKind.Depthwise, input.Channels, taps, 1, input.SecondMoment));
        (Tensor source, Padding padding) = dilation > 1 ? (input.Tensor, Padding.Same) : WithBorder(input.Tensor, taps, stride);
        Tensor output = WindowOutput(source, input.Channels, taps, stride, padding);
        _operators.Add(new DepthwiseConv2D(
            source, weights, bias, output, new(stride, dilation), new(stride, dilation), padding, function.Fused()));
        return Activate(output, function);
    }

    /// <summary>A fully connected layer and what follows it.</summary>
    public Signal Connect(Signal input, LayerName name, int outputs, Nonlinearity function)
    {
        (Tensor weights, Tensor bias) = _weights.Take(new(name, LayerKind.Connected, outputs, 1, input.Channels, input.SecondMoment));
        Tensor output = NewTensor(1, outputs);
        _operators.Add(new FullyConnected(input.Tensor, weights, bias, output, false, function.Fused()));
        return Activate(output, function);
    }

    /// <summary>The mean over all positions, as a vector or as a picture of one pixel.</summary>
    public Signal Pool(Signal input, bool keepDimensions = false)
    {
        Tensor output = keepDimensions ? NewTensor(1, 1, 1, input.Channels) : NewTensor(1, input.Channels);
        _operators.Add(new Mean(input.Tensor, output, [1, 2], keepDimensions));
        return input with { Tensor = output, SecondMoment = input.SecondMoment * PooledShare };
    }

    /// <summary>The sum of a block's input and its output, and what follows it.</summary>
    public Signal Add(Signal a, Signal b, Nonlinearity function)
    {
        Tensor output = Like(a.Tensor);
        _operators.Add(new Binary(BinaryFunction.Add, a.Tensor, b.Tensor, output, function.Fused()));
        double sum = a.SecondMoment + b.SecondMoment;
        return function == Nonlinearity.None ? new(output, sum) : new(output, sum - Rectified(a, b), IsRectified: true);
    }

    /// <summary>Squeeze-and-excitation: each channel times a gate that all channels' means decide.</summary>
    /// <param name="input">What is gated.</param>
    /// <param name="reduce">The first layer's names.</param>
    /// <param name="expand">The second layer's names.</param>
    /// <param name="squeezed">Channels between both.</param>
    /// <param name="isLogistic">Whether the gate is a sigmoid rather than a hard one.</param>
    public Signal Excite(Signal input, LayerName reduce, LayerName expand, int squeezed, bool isLogistic)
    {
        Signal hidden = Conv(Pool(input, keepDimensions: true), reduce, squeezed, 1, 1, Nonlinearity.Relu);
        return Gate(input, Conv(hidden, expand, input.Channels, 1, 1, Nonlinearity.None), isLogistic);
    }

    /// <summary>The network that ends in the logits.</summary>
    public Model ToModel(Signal logits, string description) => ToModel([("logits", logits)], description, detector: null);

    /// <summary>The network with outputs of any kind.</summary>
    public Model ToModel((string Name, Signal Signal)[] outputs, string description, string? detector)
    {
        Dictionary<Tensor, Tensor> named = outputs.ToDictionary(
            output => output.Signal.Tensor, output => new Tensor(output.Name, ElementType.Float32, output.Signal.Tensor.Shape));
        for (int i = 0; i < _operators.Count; i++)
        {
            if (_operators[i].Outputs.Any(named.ContainsKey))
            {
                _operators[i] = _operators[i].MapTensors(tensor => named.GetValueOrDefault(tensor, tensor));
            }
        }

        HashSet<Tensor> tensors = [Image.Tensor, .. _operators.SelectMany(step => step.Inputs.Concat(step.Outputs))];
        bool isTorchvision = Options.Reference == ReferenceCode.Torchvision;
        ModelMetadata metadata = new()
        {
            Source = "architecture",
            Description = description,
            Mean = isTorchvision ? [123.675f, 116.28f, 103.53f] : [127.5f],
            StandardDeviation = isTorchvision ? [58.395f, 57.12f, 57.375f] : [127.5f],
            Detector = detector,
        };
        return new Model([.. tensors], [.. _operators], [Image.Tensor], [.. outputs.Select(output => named[output.Signal.Tensor])], metadata);
    }

    /// <summary>
    /// What a ReLU takes of the mean square of a + b, b being as often negative as positive: half of all where a is so too, and where a is
    /// never negative, less the more of it there is, from half of b's on.
    /// </summary>
    private static double Rectified(Signal a, Signal b)
    {
        double sum = a.SecondMoment + b.SecondMoment;
        return (a.IsRectified ? b.SecondMoment * b.SecondMoment / sum : sum) / 2;
    }

    private Signal Activate(Tensor sum, Nonlinearity function)
    {
        if (function != Nonlinearity.HardSwish)
        {
            return new(sum, function.SecondMoment(), function != Nonlinearity.None);
        }

        Tensor output = Like(sum);
        _operators.Add(new Unary(UnaryFunction.HardSwish, sum, output));
        return new(output, function.SecondMoment());
    }

    private Tensor Like(Tensor tensor) => NewTensor(tensor.Shape.Extents);

    private Tensor NewTensor(params ReadOnlySpan<int> extents)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"step {_operators.Count}");
        return new Tensor(name, ElementType.Float32, new Shape(extents));
    }
}
