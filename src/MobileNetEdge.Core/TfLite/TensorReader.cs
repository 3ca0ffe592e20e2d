namespace MobileNetEdge.TfLite;

/// <summary>Reads the tensors of a network.</summary>
/// <param name="tensors">The network's vector of tables Tensor.</param>
/// <param name="buffers">The constants.</param>
internal sealed class TensorReader(FlatVector tensors, BufferTable buffers)
{
    /// <summary>Memory that a tensor takes beside its name and quantization, in bytes.</summary>
    private const int Size = 256;

    /// <summary>Reads a tensor.</summary>
    /// <exception cref="InvalidModelException">The tensor breaks the format.</exception>
    /// <exception cref="UnsupportedModelException">The tensor is sound, but of a kind that this library cannot express.</exception>
    public Tensor Read(int index)
    {
        FlatTable table = tensors.Table(index, "Tensor");
        table.Charge(Size);
        string name = table.String(TensorSlots.Name);
        TensorSource source = new(table, index, name.Length > 0 ? name : $"tensor {index}");
        RejectUnsupportedKinds(source);

        byte code = table.UInt8(TensorSlots.Type);
        ElementType type = TensorTypes.ToElementType(code) ?? throw source.Unsupported($"type {TensorTypes.Name(code)}");
        Shape shape = ReadShape(source);
        QuantizationParameters? quantization = QuantizationReader.Read(source, type, shape);
        return new Tensor(source.Name, type, shape, quantization, ReadData(source, type, shape));
    }

    private static void RejectUnsupportedKinds(TensorSource source)
    {
        if (source.Table.Bool(TensorSlots.IsVariable))
        {
            throw source.Unsupported("a variable, which keeps its contents from one inference to the next");
        }

        if (source.Table.Has(TensorSlots.Sparsity))
        {
            throw source.Unsupported("sparse contents");
        }
    }

    private static Shape ReadShape(TensorSource source)
    {
        FlatVector extents = source.Table.Vector(TensorSlots.Shape, sizeof(int));
        if (extents.Count > Shape.MaxRank)
        {
            throw source.Unsupported($"{extents.Count} dimensions, more than {Shape.MaxRank}");
        }

        int[] values = extents.ToInt32Array();
        if (values.Any(extent => extent < 1))
        {
            throw source.Invalid($"found the shape [{string.Join(", ", values)}], expected extents of at least 1");
        }

        return Shape.TryCountElements(values, out _)
            ? new Shape(values)
            : throw source.Unsupported($"shape [{string.Join(", ", values)}], more than {int.MaxValue} elements");
    }

    private ReadOnlyMemory<byte> ReadData(TensorSource source, ElementType type, Shape shape)
    {
        ReadOnlyMemory<byte> data = buffers.Data(source);
        long expected = (long)shape.ElementCount * type.Size;
        return data.IsEmpty || data.Length == expected
            ? data
            : throw source.Invalid($"found a buffer of {data.Length} bytes, expected {expected} for {shape} elements of {type}");
    }
}
