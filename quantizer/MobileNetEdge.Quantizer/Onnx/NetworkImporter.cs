using System.Collections.Immutable;
using MobileNetEdge.Quantizer.Onnx.Handlers;
using MobileNetEdge.Quantizer.Onnx.Messages;

namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>Turns the nodes of an ONNX graph into operators, one after another, and lists all that can't be.</summary>
internal sealed class NetworkImporter
{
    private readonly OnnxFile _file;
    private readonly GraphProto _graph;
    private readonly GraphBuilder _builder;
    private readonly ConstantReader _constants;
    private readonly Dictionary<string, Value> _values = [];
    private readonly List<(string Node, string Reason)> _faults = [];

    private NetworkImporter(OnnxFile file)
    {
        _file = file;
        _graph = file.Model.Graph;
        _builder = new GraphBuilder(file.Budget);
        _constants = new ConstantReader(file.Budget, file.External);
    }

    /// <summary>Imports a network.</summary>
    public static Model Import(OnnxFile file, OnnxImportOptions options)
    {
        NetworkImporter importer = new(file);
        importer.ReadInitializers();
        Tensor[] inputs = importer.ReadInputs(options);
        for (int i = 0; i < importer._graph.Node.Count; i++)
        {
            importer.ImportNode(importer._graph.Node[i], i);
        }

        importer.ThrowFaults();
        return new NetworkOutputs(importer._graph, importer._builder, importer._values).Finish(inputs);
    }

    private void ReadInitializers()
    {
        foreach (TensorProto tensor in _graph.Initializer)
        {
            Define(tensor.Name, _constants.Read(tensor), "initializer");
        }
    }

    private Tensor[] ReadInputs(OnnxImportOptions options)
    {
        InputReader reader = new(_graph, options);
        List<Tensor> tensors = [];
        foreach (ValueInfoProto input in _graph.Input.Where(input => !_values.ContainsKey(input.Name)))
        {
            Activation value = reader.Read(input);
            Define(input.Name, value, "input");
            tensors.Add(value.Tensor);
        }

        return [.. tensors];
    }

    private void ImportNode(NodeProto proto, int index)
    {
        Value result;
        try
        {
            result = Evaluate(proto, index);
        }
        catch (NodeFaultException fault)
        {
            result = Fault(proto, index, fault.Message);
        }

        for (int i = 0; i < proto.Output.Count; i++)
        {
            if (proto.Output[i].Length > 0)
            {
                Define(proto.Output[i], OutputOf(result, i, proto), "result");
            }
        }
    }

    private static Value OutputOf(Value result, int index, NodeProto proto) => (result, index) switch
    {
        (SeveralValues several, _) when index < several.Parts.Length => several.Parts[index],
        (Unusable, _) or (not SeveralValues, 0) => result,
        _ => new Unusable($"output {index} of a {proto.OpType} isn't computed"),
    };

    private Value Evaluate(NodeProto proto, int index)
    {
        string missing = $"{OnnxNode.Describe(proto, index)}: reads '{{0}}', which no input, initializer or node before it defines";
        ImmutableArray<Value?> inputs = [.. proto.Input.Select(name => name.Length == 0 ? null : Find(name, missing))];
        if (HandlerTable.Find(proto) is not { } handler)
        {
            return Fault(proto, index, "the operator is not supported");
        }

        Unusable[] unusable = [.. inputs.OfType<Unusable>()];
        string? reason = unusable.Select(input => input.Reason).FirstOrDefault(reason => reason is not null);
        if (unusable.Length > 0)
        {
            return reason is null ? unusable[0] : Fault(proto, index, $"reads {reason}");
        }

        OnnxNode node = new(proto, index, inputs, _builder, _file.OperatorSet);
        return proto.OpType == "Constant" ? ConstantHandlers.Constant(node, _constants) : handler(node);
    }

    private Unusable Fault(NodeProto proto, int index, string reason)
    {
        _faults.Add((OnnxNode.Describe(proto, index), reason));
        return new Unusable(null);
    }

    private Value Find(string name, string missing)
    {
        return _values.TryGetValue(name, out Value? value)
            ? value
            : throw new InvalidModelException(missing.Replace("{0}", name, StringComparison.Ordinal));
    }

    private void Define(string name, Value value, string what)
    {
        if (name.Length == 0 || !_values.TryAdd(name, value))
        {
            throw new InvalidModelException($"{what} '{name}': expected a name that nothing else has");
        }
    }

    private void ThrowFaults()
    {
        switch (_faults)
        {
            case []:
                return;
            case [(string node, string reason)]:
                throw new UnsupportedModelException(node, reason);
            default:
                string list = string.Join("; ", _faults.Select(fault => $"{fault.Node}: {fault.Reason}"));
                throw new UnsupportedModelException($"{_faults.Count} nodes", list);
        }
    }
}
