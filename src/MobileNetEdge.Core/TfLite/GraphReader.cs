using System.Collections.Immutable;

namespace MobileNetEdge.TfLite;

/// <summary>Reads the network of a model.</summary>
internal sealed class GraphReader
{
    private readonly FlatTable _model;
    private readonly FlatTable _graph;
    private readonly FlatVector _tensors;

    /// <summary>Opens the only network of a model.</summary>
    /// <exception cref="InvalidModelException">There is no network.</exception>
    /// <exception cref="UnsupportedModelException">There are several.</exception>
    public GraphReader(FlatTable model)
    {
        FlatVector graphs = model.Vector(ModelSlots.SubGraphs, sizeof(uint));
        if (graphs.Count == 0)
        {
            throw model.Invalid("found no subgraph, expected 1");
        }

        if (graphs.Count > 1)
        {
            throw new UnsupportedModelException("model", $"{graphs.Count} subgraphs; control flow is not supported");
        }

        _model = model;
        _graph = graphs.Table(0, "SubGraph");
        _tensors = _graph.Vector(SubGraphSlots.Tensors, sizeof(uint));
    }

    /// <summary>Reads the network; tensors that nothing uses are left out.</summary>
    /// <param name="fileLength">Bytes of the file.</param>
    public Network Read(long fileLength)
    {
        int[] inputs = ReadIndices(SubGraphSlots.Inputs, "input");
        int[] outputs = ReadIndices(SubGraphSlots.Outputs, "output");
        if (outputs.Length == 0)
        {
            throw _graph.Invalid("found a network without outputs, expected at least one");
        }

        Step[] steps = Step.ReadAll(_graph, OperatorCode.ReadAll(_model), _tensors.Count);
        Tensor?[] tensors = ReadTensors(steps, inputs, outputs);
        ExecutionOrder.Check(steps, tensors, inputs, outputs, fileLength);
        ImmutableArray<Operator> operators = [.. steps.Select(step => OperatorReader.Read(step, tensors))];
        return new Network([.. tensors.OfType<Tensor>()], operators, Pick(tensors, inputs), Pick(tensors, outputs));
    }

    private static ImmutableArray<Tensor> Pick(Tensor?[] tensors, int[] indices) => [.. indices.Select(i => tensors[i]!)];

    private int[] ReadIndices(int slot, string what)
    {
        int[] indices = _graph.Vector(slot, sizeof(int)).ToInt32Array();
        _graph.Charge((long)indices.Length * IntPtr.Size * 2);
        foreach (int index in indices)
        {
            if (index < 0 || index >= _tensors.Count)
            {
                throw _graph.Invalid($"{what} of the network: found tensor index {index}, expected 0 to {_tensors.Count - 1}");
            }
        }

        return indices;
    }

    private Tensor?[] ReadTensors(Step[] steps, int[] inputs, int[] outputs)
    {
        _graph.Charge((long)_tensors.Count * (IntPtr.Size + 1));
        TensorReader reader = new(_tensors, new BufferTable(_model));
        Tensor?[] tensors = new Tensor?[_tensors.Count];
        foreach (int[] indices in steps.SelectMany(step => new[] { step.Inputs, step.Outputs }).Append(inputs).Append(outputs))
        {
            foreach (int index in indices)
            {
                if (index != Step.Absent)
                {
                    tensors[index] ??= reader.Read(index);
                }
            }
        }

        return tensors;
    }
}

/// <summary>A network without what a file says beside it.</summary>
internal sealed record Network(
    ImmutableArray<Tensor> Tensors, ImmutableArray<Operator> Operators, ImmutableArray<Tensor> Inputs, ImmutableArray<Tensor> Outputs);
