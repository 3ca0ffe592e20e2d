namespace MobileNetEdge.TfLite;

/// <summary>How one family of operators stands in a file.</summary>
internal abstract class OperatorCodec
{
    /// <summary>Reads an operator of the family.</summary>
    /// <exception cref="InvalidModelException">The operator breaks the format.</exception>
    public abstract Operator Read(OperatorSource source);
}
