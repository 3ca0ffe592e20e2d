namespace MobileNetEdge.Quantizer.Execution;

/// <summary>Gives each tensor the storage that its values are found in, and checks that each is computed before it is read.</summary>
internal sealed class StorageTable
{
    private readonly Dictionary<Tensor, int> _indices = [];
    private readonly List<FloatStorage> _storages = [];

    /// <summary>Every storage.</summary>
    public IReadOnlyList<FloatStorage> Storages => _storages;

    /// <summary>Which storage a tensor's values are in.</summary>
    public IReadOnlyDictionary<Tensor, int> Indices => _indices;

    /// <summary>Makes room for an activation.</summary>
    public int Define(Tensor tensor)
    {
        if (tensor.Type != ElementType.Float32)
        {
            throw new UnsupportedModelException(tensor.ToString(), "activations of a float network must be float32");
        }

        int index = Add(tensor, null);
        Bind(tensor, index);
        return index;
    }

    /// <summary>Lets a tensor stand for the values of a storage that is already there.</summary>
    public void Bind(Tensor tensor, int index)
    {
        if (tensor.IsConstant || !_indices.TryAdd(tensor, index))
        {
            throw new InvalidModelException($"{tensor} is written, but is a constant, an input or already written");
        }
    }

    /// <summary>The storage of a tensor that a step reads; a constant gets one when it is first read.</summary>
    public int Find(Tensor tensor)
    {
        if (_indices.TryGetValue(tensor, out int index))
        {
            return index;
        }

        if (!tensor.IsConstant)
        {
            throw new InvalidModelException($"{tensor} is read before any step writes it");
        }

        index = Add(tensor, Decode(tensor));
        _indices.Add(tensor, index);
        return index;
    }

    /// <summary>The values of a tensor that must not depend on the network's inputs.</summary>
    public ReadOnlySpan<float> Constant(Operator step, Tensor tensor)
    {
        if (tensor.IsConstant && !_indices.ContainsKey(tensor))
        {
            return FloatConstants.Read(tensor);
        }

        AlignedFloats? constant = _storages[Find(tensor)].Constant;
        Require.Supported(constant is not null, step, $"{tensor} is computed at run time; it must be a constant");
        return constant.Span;
    }

    private static AlignedFloats Decode(Tensor tensor)
    {
        AlignedFloats values = new(CheckedCount(tensor));
        FloatConstants.Decode(tensor, values.Span);
        return values;
    }

    private int Add(Tensor tensor, AlignedFloats? constant)
    {
        CheckedCount(tensor);
        _storages.Add(new FloatStorage(tensor, constant));
        return _storages.Count - 1;
    }

    private static int CheckedCount(Tensor tensor)
    {
        return tensor.Shape.ElementCount <= AlignedFloats.MaxLength
            ? tensor.Shape.ElementCount
            : throw new UnsupportedModelException(tensor.ToString(), $"a tensor of more than {AlignedFloats.MaxLength} elements");
    }
}
