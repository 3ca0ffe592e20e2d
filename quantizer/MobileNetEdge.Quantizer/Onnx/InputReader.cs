using System.Collections.Immutable;
using MobileNetEdge.Quantizer.Onnx.Messages;

namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>Reads the inputs of a graph: images become NHWC, and extents that the file leaves open are filled in.</summary>
/// <param name="graph">The graph.</param>
/// <param name="options">What the file leaves open.</param>
internal sealed class InputReader(GraphProto graph, OnnxImportOptions options)
{
    private const int OnnxFloat = 1;
    private const int OnnxFloat16 = 10;

    private static readonly ImmutableArray<long> ToChannelsFirst = [0, 3, 1, 2];

    private readonly ILookup<string, NodeProto> _readers = graph.Node
        .SelectMany(node => node.Input.Select(name => (Name: name, Node: node)))
        .ToLookup(input => input.Name, input => input.Node);

    /// <summary>Reads an input.</summary>
    public Activation Read(ValueInfoProto input)
    {
        TensorTypeProto type = input.Type?.TensorType
            ?? throw new UnsupportedModelException($"input '{input.Name}'", "not a tensor");
        if (type.ElemType is not (OnnxFloat or OnnxFloat16))
        {
            throw new UnsupportedModelException($"input '{input.Name}'", $"ONNX element type {type.ElemType}, not float");
        }

        bool channelsLast = IsChannelsLast(input, type);
        ImmutableArray<int> shape = ReadShape(input, type, channelsLast);
        ImmutableArray<int> order = shape.Length == 4 && !channelsLast
            ? GraphBuilder.ChannelsLast
            : [.. Enumerable.Range(0, shape.Length)];
        ImmutableArray<int> stored = [.. order.Select(d => shape[d])];
        return Shape.TryCountElements(stored.AsSpan(), out _)
            ? new Activation(new Tensor(input.Name, ElementType.Float32, new Shape(stored.AsSpan())), Layout.Stored(shape, order))
            : throw new UnsupportedModelException($"input '{input.Name}'", $"shape {Brackets.Of(shape)} is empty or too large");
    }

    /// <summary>Whether all that the network does with an input is to bring its channels from the last dimension to the second.</summary>
    private bool IsChannelsLast(ValueInfoProto input, TensorTypeProto type)
    {
        return type.Shape?.Dim.Count == 4 && _readers.Contains(input.Name) && _readers[input.Name].All(IsToChannelsFirst);
    }

    private static bool IsToChannelsFirst(NodeProto node)
    {
        return node.OpType == "Transpose"
            && node.Attribute.Any(attribute => attribute.Name == "perm" && attribute.Ints.SequenceEqual(ToChannelsFirst));
    }

    private ImmutableArray<int> ReadShape(ValueInfoProto input, TensorTypeProto type, bool channelsLast)
    {
        if (type.Shape is null || type.Shape.Dim.Count > Shape.MaxRank)
        {
            throw new UnsupportedModelException($"input '{input.Name}'", $"no shape of at most {Shape.MaxRank} dimensions");
        }

        string[] roles = (type.Shape.Dim.Count, channelsLast) switch
        {
            (4, true) => ["batch", "height", "width", "channels"],
            (4, false) => ["batch", "channels", "height", "width"],
            (int rank, _) => ["batch", .. Enumerable.Repeat("other", Math.Max(rank - 1, 0))],
        };
        return [.. type.Shape.Dim.Select((dim, d) => ReadExtent(input, dim, d, roles[d]))];
    }

    private int ReadExtent(ValueInfoProto input, DimensionProto dim, int index, string role)
    {
        int? given = role switch
        {
            "batch" => 1,
            "height" => options.Height,
            "width" => options.Width,
            _ => null,
        };
        if (dim.DimValue is > 0 and <= int.MaxValue)
        {
            return role == "batch" || given is null || given == dim.DimValue
                ? (int)dim.DimValue
                : throw new ArgumentException($"the file fixes the {role} of input '{input.Name}' at {dim.DimValue}, it can't be {given}");
        }

        string open = dim.DimParam.Length > 0 ? $"'{dim.DimParam}'" : $"{dim.DimValue}";
        string advice = role is "height" or "width" ? $"give the input's {role} as an option" : "export the model with a fixed shape";
        return given ?? throw new UnsupportedModelException(
            $"input '{input.Name}'", $"dimension {index} ({role}) is {open}, which the file leaves open; {advice}");
    }
}
