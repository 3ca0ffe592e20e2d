using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer;

/// <summary>Turns a network of floats into one of int8, operator by operator, given the scales of its activations.</summary>
internal sealed class Int8Builder
{
    private readonly ActivationScales _scales;
    private readonly QuantizerOptions _options;
    private readonly CalibrationResult _calibration;
    private readonly Dictionary<Tensor, Tensor> _tensors = [];
    private readonly Dictionary<Tensor, double> _weightSignalToNoise = [];

    private Int8Builder(ActivationScales scales, QuantizerOptions options, CalibrationResult calibration)
    {
        _scales = scales;
        _options = options;
        _calibration = calibration;
    }

    /// <summary>Builds the int8 network; the graph is rewritten in place.</summary>
    /// <param name="graph">The network of floats, canonical and without clips.</param>
    /// <param name="scales">The scales of its activations.</param>
    /// <param name="options">How weights and biases are quantized.</param>
    /// <param name="calibration">What calibration saw.</param>
    /// <returns>The int8 tensor of each activation, and the weights' signal-to-noise ratio by the layer's output.</returns>
    /// <exception cref="UnsupportedModelException">Operators have no int8 form; all of them are listed.</exception>
    public static (Dictionary<Tensor, Tensor> Tensors, Dictionary<Tensor, double> WeightSignalToNoise) Build(
        Graph graph, ActivationScales scales, QuantizerOptions options, CalibrationResult calibration)
    {
        RequireSupported(graph);
        Int8Builder builder = new(scales, options, calibration);
        graph.Rewrite(builder.Convert);
        Replace(graph.Inputs, builder.Activation);
        Replace(graph.Outputs, builder.Activation);
        return (builder._tensors, builder._weightSignalToNoise);
    }

    private static void RequireSupported(Graph graph)
    {
        string[] offenders = [.. graph.Operators.Where(step => !IsSupported(step)).Select(step => step.ToString())];
        if (offenders.Length > 0)
        {
            throw new UnsupportedModelException($"{offenders.Length} operators", $"they have no int8 form: {string.Join("; ", offenders)}");
        }
    }

    private static bool IsSupported(Operator step)
    {
        return step is Conv2D or DepthwiseConv2D or FullyConnected or Binary or Unary or Pool2D or Mean or Pad or Reshape or Transpose
            or Concatenation or Softmax or Resize or Clip;
    }

    private static void Replace(List<Tensor> tensors, Func<Tensor, Tensor> map)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            tensors[i] = map(tensors[i]);
        }
    }

    private IEnumerable<Operator> Convert(Operator step) => step switch
    {
        Conv2D conv => [Weighted(conv, conv.Input, conv.Weights, conv.Bias, 0, (w, b) => conv with { Weights = w, Bias = b })],
        DepthwiseConv2D conv => [Weighted(conv, conv.Input, conv.Weights, conv.Bias, 3, (w, b) => conv with { Weights = w, Bias = b })],
        FullyConnected connected => AsConvolution(connected),

        // The output's own range does the clipping.
        Clip clip => [new Conversion(Activation(clip.Input), Activation(clip.Output))],
        _ => [step.MapTensors(tensor => tensor.IsConstant ? Constant(tensor) : Activation(tensor))],
    };

    /// <summary>
    /// A fully connected layer becomes a 1×1 convolution over one-pixel pictures: the same numbers, in the operator for which every engine
    /// has scales for each output channel.
    /// </summary>
    private IEnumerable<Operator> AsConvolution(FullyConnected connected)
    {
        Tensor input = Activation(connected.Input);
        Tensor output = Activation(connected.Output);
        int outputs = connected.Weights.Shape[0];
        int depth = connected.Weights.Shape[1];
        int rows = input.Shape.ElementCount / depth;
        Tensor picture = new(input.Name + "/rows", ElementType.Int8, new Shape(rows, 1, 1, depth), input.Quantization);
        Tensor result = new(output.Name + "/rows", ElementType.Int8, new Shape(rows, 1, 1, outputs), output.Quantization);
        QuantizedWeights quantized = Quantize(connected.Input, connected.Output, connected.Weights, connected.Bias, 0);
        Tensor filters = new(
            connected.Weights.Name, ElementType.Int8, new Shape(outputs, 1, 1, depth), quantized.Weights.Quantization, quantized.Weights.Data);
        return
        [
            new Reshape(input, picture),
            new Conv2D(picture, filters, quantized.Bias, result, new WindowAxis(1), new WindowAxis(1), Padding.Valid, connected.Activation),
            new Reshape(result, output),
        ];
    }

    private Operator Weighted(Operator step, Tensor input, Tensor weights, Tensor? bias, int channelAxis, Func<Tensor, Tensor, Operator> with)
    {
        QuantizedWeights quantized = Quantize(input, step.Outputs[0], weights, bias, channelAxis);
        return with(quantized.Weights, quantized.Bias)
            .MapTensors(tensor => tensor == quantized.Weights || tensor == quantized.Bias ? tensor : Activation(tensor));
    }

    private QuantizedWeights Quantize(Tensor input, Tensor output, Tensor weights, Tensor? bias, int channelAxis)
    {
        IReadOnlyList<double>? means = _options.CorrectBiases ? _calibration.Tensors[input].ChannelMeans : null;
        QuantizedWeights quantized = new LayerQuantizer(weights, bias, channelAxis)
            .Quantize(_scales[input].Scale, _scales[output].Scale, _options.SearchWeightScales, means);
        _weightSignalToNoise[output] = quantized.SignalToNoise;
        return quantized;
    }

    private Tensor Activation(Tensor tensor)
    {
        if (!_tensors.TryGetValue(tensor, out Tensor? converted))
        {
            converted = new Tensor(tensor.Name, ElementType.Int8, tensor.Shape, _scales[tensor]);
            _tensors.Add(tensor, converted);
        }

        return converted;
    }

    /// <summary>A constant operand of element-wise arithmetic: one scale and zero point, from its own extremes.</summary>
    private static Tensor Constant(Tensor tensor)
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(tensor.Data.Span);
        ValueRange range = ValueRange.Empty;
        foreach (float value in values)
        {
            range = float.IsFinite(value)
                ? range.Union(new ValueRange(value, value))
                : throw new InvalidModelException($"constant {tensor} holds values that are infinite or not a number");
        }

        QuantizationParameters parameters = range.ToInt8();
        byte[] data = new byte[values.Length];
        for (int i = 0; i < data.Length; i++)
        {
            double steps = Math.Round((double)values[i] / parameters.Scale, MidpointRounding.AwayFromZero) + parameters.ZeroPoint;
            data[i] = (byte)(sbyte)Math.Clamp(steps, sbyte.MinValue, sbyte.MaxValue);
        }

        return new Tensor(tensor.Name, ElementType.Int8, tensor.Shape, parameters, data);
    }
}
