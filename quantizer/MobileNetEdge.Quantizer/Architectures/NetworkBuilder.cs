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

    /// <summary>The mean square of hard-sigmoid(x) = 1/2 + x/6 for x of variance 1: 1/4 + 1/36.</summary>
    private const double GateMoment = 10.0 / 36;

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
    public Signal Conv(Signal input, LayerName name, int outputs, int taps, int stride, Nonlinearity function)
    {
        (Tensor weights, Tensor bias) = _weights.Take(new(name, LayerKind.Convolution, outputs, taps, input.Channels, input.SecondMoment));
        (Tensor source, Padding padding) = WithBorder(input.Tensor, taps, stride);
        Tensor output = WindowOutput(input.Tensor, outputs, stride);
        _operators.Add(new Conv2D(source, weights, bias, output, new(stride), new(stride), padding, function.Fused()));
        return Activate(output, function);
    }

    /// <summary>A convolution of each channel with square windows and what follows it.</summary>
    public Signal Depthwise(Signal input, LayerName name, int taps, int stride, Nonlinearity function, int dilation = 1)
    {
        (Tensor weights, Tensor bias) = _weights.Take(new(name, LayerKind.Depthwise, input.Channels, taps, 1, input.SecondMoment));
        (Tensor source, Padding padding) = dilation > 1 ? (input.Tensor, Padding.Same) : WithBorder(input.Tensor, taps, stride);
        Tensor output = WindowOutput(input.Tensor, input.Channels, stride);
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
        return new(output, input.SecondMoment * PooledShare);
    }

    /// <summary>The sum of a block's output and its input.</summary>
    public Signal Add(Signal a, Signal b)
    {
        Tensor output = Like(a.Tensor);
        _operators.Add(new Binary(BinaryFunction.Add, a.Tensor, b.Tensor, output, FusedActivation.None));
        return new(output, a.SecondMoment + b.SecondMoment);
    }

    /// <summary>Squeeze-and-excitation: each channel times a gate that all channels' means decide.</summary>
    public Signal Excite(Signal input, string name)
    {
        int squeezed = ChannelRounding.Round(input.Channels / 4.0);
        Signal hidden = Conv(Pool(input, keepDimensions: true), new($"{name}.fc1"), squeezed, 1, 1, Nonlinearity.Relu);
        Signal logit = Conv(hidden, new($"{name}.fc2"), input.Channels, 1, 1, Nonlinearity.None);
        Tensor gate = Like(logit.Tensor);
        _operators.Add(new HardSigmoid(logit.Tensor, gate, 1 / 6f, 0.5f));
        Tensor output = Like(input.Tensor);
        _operators.Add(new Binary(BinaryFunction.Mul, input.Tensor, gate, output, FusedActivation.None));
        return new(output, input.SecondMoment * GateMoment);
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

    /// <summary>torchvision's border as an operator of its own, where SAME would put it elsewhere.</summary>
    private (Tensor Source, Padding Padding) WithBorder(Tensor input, int taps, int stride)
    {
        int border = (taps - 1) / 2;
        if (Options.Reference == ReferenceCode.TensorFlow || IsSymmetric(input.Shape[1], taps, stride, border))
        {
            return (input, Padding.Same);
        }

        Tensor padded = NewTensor(1, input.Shape[1] + (2 * border), input.Shape[2] + (2 * border), input.Shape[3]);
        _operators.Add(new Pad(input, padded, [0, border, border, 0], [0, border, border, 0]));
        return (padded, Padding.Valid);
    }

    /// <summary>Whether SAME puts as much before the first element; then all windows lie alike.</summary>
    private static bool IsSymmetric(int extent, int taps, int stride, int border)
    {
        int outputs = Halved(extent, stride);
        return new WindowAxis(stride).PaddingBefore(extent, taps, outputs, Padding.Same) == border;
    }

    private Signal Activate(Tensor sum, Nonlinearity function)
    {
        if (function != Nonlinearity.HardSwish)
        {
            return new(sum, function.SecondMoment());
        }

        Tensor output = Like(sum);
        _operators.Add(new Unary(UnaryFunction.HardSwish, sum, output));
        return new(output, function.SecondMoment());
    }

    private Tensor WindowOutput(Tensor input, int channels, int stride)
    {
        return NewTensor(1, Halved(input.Shape[1], stride), Halved(input.Shape[2], stride), channels);
    }

    private static int Halved(int extent, int stride) => (extent + stride - 1) / stride;

    private Tensor Like(Tensor tensor) => NewTensor(tensor.Shape.Extents);

    private Tensor NewTensor(params ReadOnlySpan<int> extents)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"step {_operators.Count}");
        return new Tensor(name, ElementType.Float32, new Shape(extents));
    }
}
