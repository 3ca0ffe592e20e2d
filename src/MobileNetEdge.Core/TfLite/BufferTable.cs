namespace MobileNetEdge.TfLite;

/// <summary>The model's buffers: contents of constants and of metadata.</summary>
internal readonly struct BufferTable
{
    private readonly FlatVector _buffers;

    /// <summary>Opens the buffers of a model.</summary>
    public BufferTable(FlatTable model)
    {
        _buffers = model.Vector(ModelSlots.Buffers, sizeof(uint));
    }

    /// <summary>The contents of a tensor in the file's own memory; empty for an activation, whose buffer is number 0 or empty.</summary>
    /// <exception cref="InvalidModelException">The tensor names a buffer that is not there.</exception>
    /// <exception cref="UnsupportedModelException">The contents lie outside of the FlatBuffer.</exception>
    public ReadOnlyMemory<byte> Data(TensorSource tensor)
    {
        uint index = tensor.Table.UInt32(TensorSlots.Buffer);
        if (index == 0)
        {
            return default;
        }

        if (index >= _buffers.Count)
        {
            throw tensor.Invalid($"found buffer index {index}, expected one below {_buffers.Count}");
        }

        FlatTable buffer = _buffers.Table((int)index, "Buffer");
        return buffer.UInt64(BufferSlots.Offset) > 1
            ? throw tensor.Unsupported("contents outside of the FlatBuffer, as files over 2 GiB have them")
            : buffer.Vector(BufferSlots.Data, 1).Bytes;
    }

    /// <summary>The contents of a buffer that metadata names; where they start counts from the start of the file.</summary>
    /// <exception cref="InvalidModelException">There is no such buffer.</exception>
    public FlatVector Contents(uint index)
    {
        return index < _buffers.Count
            ? _buffers.Table((int)index, "Buffer").Vector(BufferSlots.Data, 1)
            : throw new InvalidModelException($"found buffer index {index}, expected one below {_buffers.Count}");
    }
}
