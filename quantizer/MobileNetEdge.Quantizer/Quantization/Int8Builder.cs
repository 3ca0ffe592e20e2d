namespace MobileNetEdge.Quantizer;

/// <summary>Turns the network of a plan into one of int8, operator by operator.</summary>
/// <param name="plan">What is decided.</param>
internal sealed class Int8Builder(QuantizationPlan plan)
{
    private readonly Dictionary<Tensor, Tensor> _tensors = [];

    /// <summary>The int8 tensor of each activation of the plan's network.</summary>
    public IReadOnlyDictionary<Tensor, Tensor> Tensors => _tensors;

    /// <summary>Builds the int8 network.</summary>
    public Graph Build()
    {
        Graph graph = new(plan.Graph.ToModel());
        graph.Rewrite(Convert);
        Replace(graph.Inputs, Activation);
        Replace(graph.Outputs, Activation);
        return graph;
    }

    /// <exception cref="UnsupportedModelException">Operators have no int8 form; all of them are listed.</exception>
    public static void RequireSupported(Graph graph)
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
            or Concatenation or Slice or Softmax or Resize or Clip;
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
        Conv2D conv => [Weighted(conv, (w, b) => conv with { Weights = w, Bias = b })],
        DepthwiseConv2D conv => [Weighted(conv, (w, b) => conv with { Weights = w, Bias = b })],
        FullyConnected connected => AsConvolution(connected),

        // The output's own range does the clipping.
        Clip clip => [new Conversion(Activation(clip.Input), Activation(clip.Output))],
        _ => [step.MapTensors(tensor => tensor.IsConstant ? Int8Values.Constant(tensor) : Activation(tensor))],
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
        QuantizedWeights quantized = plan.Layers[connected.Output];
        Tensor filters = new(
            connected.Weights.Name, ElementType.Int8, new Shape(outputs, 1, 1, depth), quantized.Weights.Quantization, quantized.Weights.Data);
        return
        [
            new Reshape(input, picture),
            new Conv2D(picture, filters, quantized.Bias, result, new WindowAxis(1), new WindowAxis(1), Padding.Valid, connected.Activation),
            new Reshape(result, output),
        ];
    }

    private Operator Weighted(Operator step, Func<Tensor, Tensor, Operator> with)
    {
        QuantizedWeights quantized = plan.Layers[step.Outputs[0]];
        return with(quantized.Weights, quantized.Bias)
            .MapTensors(tensor => tensor == quantized.Weights || tensor == quantized.Bias ? tensor : Activation(tensor));
    }

    private Tensor Activation(Tensor tensor)
    {
        if (!_tensors.TryGetValue(tensor, out Tensor? converted))
        {
            converted = new Tensor(tensor.Name, ElementType.Int8, tensor.Shape, plan.Scales[tensor]);
            _tensors.Add(tensor, converted);
        }

        return converted;
    }
}
