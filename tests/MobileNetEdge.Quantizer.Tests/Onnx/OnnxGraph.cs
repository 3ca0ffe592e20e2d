using System.Runtime.InteropServices;
using Google.Protobuf;
using MobileNetEdge.Quantizer.Onnx.Messages;

namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>Writes small ONNX files.</summary>
internal sealed class OnnxGraph(int operatorSet = 13)
{
    private const int Float = 1;
    private const int Int64 = 7;

    private readonly GraphProto _graph = new() { Name = "test" };
    private int _names;

    public GraphProto Proto => _graph;

    /// <summary>An input of floats; -1 leaves an extent open.</summary>
    public string Input(string name, params long[] shape)
    {
        TensorShapeProto extents = new();
        extents.Dim.AddRange(shape.Select(
            extent => new DimensionProto { DimValue = Math.Max(extent, 0), DimParam = extent < 0 ? "any" : "" }));
        _graph.Input.Add(new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TensorTypeProto { ElemType = Float, Shape = extents } },
        });
        return name;
    }

    /// <summary>Float weights.</summary>
    public string Weights(long[] shape, params float[] values)
    {
        return Initializer(new TensorProto
        {
            DataType = Float,
            Dims = { shape },
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
        });
    }

    /// <summary>One float without dimensions.</summary>
    public string Scalar(float value) => Weights([], value);

    /// <summary>A list of integers.</summary>
    public string Integers(params long[] values)
    {
        return Initializer(new TensorProto { DataType = Int64, Dims = { values.Length }, Int64Data = { values } });
    }

    /// <summary>A tensor of any kind.</summary>
    public string Initializer(TensorProto tensor)
    {
        tensor.Name = tensor.Name.Length > 0 ? tensor.Name : $"w{_names++}";
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>A node; returns the name of its output.</summary>
    public string Node(string type, string[] inputs, params AttributeProto[] attributes)
    {
        NodeProto node = new() { OpType = type, Name = $"{type}_{_names}", Input = { inputs }, Attribute = { attributes } };
        node.Output.Add($"v{_names++}");
        _graph.Node.Add(node);
        return node.Output[0];
    }

    /// <summary>A node with several outputs; returns their names.</summary>
    public string[] Node(string type, string[] inputs, int outputs, params AttributeProto[] attributes)
    {
        string first = Node(type, inputs, attributes);
        string[] names = [first, .. Enumerable.Range(1, outputs - 1).Select(_ => $"v{_names++}")];
        _graph.Node[^1].Output.AddRange(names.Skip(1));
        return names;
    }

    /// <summary>The file.</summary>
    public byte[] ToFile(params string[] outputs)
    {
        ModelProto model = new() { IrVersion = 7, Graph = _graph.Clone() };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = operatorSet });
        model.Graph.Output.AddRange(outputs.Select(name => new ValueInfoProto { Name = name }));
        return model.ToByteArray();
    }

    /// <summary>The imported network.</summary>
    public Model Import(params string[] outputs) => OnnxImporter.Read(ToFile(outputs));

    public static AttributeProto Attribute(string name, params long[] values) => new() { Name = name, Type = 7, Ints = { values } };

    public static AttributeProto Number(string name, long value) => new() { Name = name, Type = 2, I = value };

    public static AttributeProto Real(string name, float value) => new() { Name = name, Type = 1, F = value };

    public static AttributeProto Text(string name, string value) => new() { Name = name, Type = 3, S = ByteString.CopyFromUtf8(value) };
}
