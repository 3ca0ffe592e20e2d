using System.Collections.Immutable;
using MobileNetEdge.Quantizer.Onnx.Messages;
using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>Completes an imported network: finds its outputs, names them as the file does, and leaves out what none depends on.</summary>
/// <param name="graph">The file's graph.</param>
/// <param name="builder">The imported operators.</param>
/// <param name="values">What each name stands for.</param>
internal sealed class NetworkOutputs(GraphProto graph, GraphBuilder builder, Dictionary<string, Value> values)
{
    private readonly Dictionary<Tensor, Tensor> _renamed = [];

    /// <summary>Completes the network.</summary>
    /// <param name="inputs">The tensors that the user fills.</param>
    public Model Finish(Tensor[] inputs)
    {
        if (graph.Output.Count == 0)
        {
            throw new InvalidModelException("found a network without outputs, expected at least one");
        }

        ImmutableArray<Tensor> outputs = [.. graph.Output.Select(output => Arrange(output.Name))];
        foreach ((ValueInfoProto output, Tensor tensor) in graph.Output.Zip(outputs))
        {
            Rename(tensor, output.Name);
        }

        ImmutableArray<Operator> operators = [.. builder.Operators.Select(step => step.MapTensors(Renamed))];
        Graph network = new(new Model([], operators, [.. inputs], [.. outputs.Select(Renamed)]));
        network.RemoveDead();
        RecognizeHardSwish.Run(network);
        return network.ToModel();
    }

    /// <summary>An output as a tensor: NHWC where it has four dimensions and lies so, else in the file's order.</summary>
    private Tensor Arrange(string name)
    {
        switch (values.GetValueOrDefault(name))
        {
            case Activation { Shape.Length: 4 } value when value.Layout.Follows(GraphBuilder.ChannelsLast):
                return builder.Arrange(value, GraphBuilder.NaturalOrder(value));
            case Activation value:
                return builder.RowMajor(value);
            case Constant:
                throw new UnsupportedModelException($"output '{name}'", "a constant, which no node computes from the inputs");
            case Unusable { Reason: { } reason }:
                throw new UnsupportedModelException($"output '{name}'", reason);
            default:
                throw new InvalidModelException($"output '{name}': nothing defines it");
        }
    }

    private Tensor Renamed(Tensor tensor) => _renamed.GetValueOrDefault(tensor, tensor);

    private void Rename(Tensor tensor, string name)
    {
        if (builder.ProducerOf(tensor) is not null)
        {
            _renamed.TryAdd(tensor, new Tensor(name, tensor.Type, tensor.Shape, tensor.Quantization, tensor.Data));
        }
    }
}
