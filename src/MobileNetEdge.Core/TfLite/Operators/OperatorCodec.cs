namespace MobileNetEdge.TfLite;

/// <summary>How one family of operators stands in a file.</summary>
internal abstract class OperatorCodec
{
    /// <summary>The name of a custom operator; null for those of the schema's enumeration.</summary>
    public virtual string? CustomName => null;

    /// <summary>Reads an operator of the family.</summary>
    /// <exception cref="InvalidModelException">The operator breaks the format.</exception>
    public abstract Operator Read(OperatorSource source);

    /// <summary>Whether an operator is of the family.</summary>
    public abstract bool Writes(Operator step);

    /// <summary>Writes an operator of the family.</summary>
    public abstract void Write(Operator step, OperatorSink sink);
}
