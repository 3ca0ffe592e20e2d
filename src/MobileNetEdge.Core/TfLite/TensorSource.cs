namespace MobileNetEdge.TfLite;

/// <summary>A table Tensor with what messages call it.</summary>
/// <param name="Table">The table.</param>
/// <param name="Index">Its place among the network's tensors.</param>
/// <param name="Name">Its name, or one made of the index where the file gives none.</param>
internal readonly record struct TensorSource(FlatTable Table, int Index, string Name)
{
    /// <summary>The exception for a tensor that breaks the format.</summary>
    public InvalidModelException Invalid(string what) => Table.Invalid($"tensor {Index} '{Name}': {what}");

    /// <summary>The exception for a tensor that this library cannot express.</summary>
    public UnsupportedModelException Unsupported(string reason) => new($"tensor {Index} '{Name}'", reason);
}
