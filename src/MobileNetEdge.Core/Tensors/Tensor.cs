namespace MobileNetEdge;

/// <summary>A tensor of a model: its name, type, shape, quantization and, where it is a constant, its contents.</summary>
/// <remarks>Tensors are compared by identity: operators refer to the very object that the model lists.</remarks>
public sealed class Tensor
{
    /// <summary>Creates a tensor.</summary>
    /// <param name="name">A name for people.</param>
    /// <param name="type">The type of the elements.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="quantization">How integers stand for reals; null for tensors that hold plain numbers.</param>
    /// <param name="data">Little-endian contents of a constant, not copied; empty for an activation.</param>
    /// <exception cref="ArgumentException">The contents do not fill the shape exactly.</exception>
    public Tensor(
        string name, ElementType type, Shape shape, QuantizationParameters? quantization = null, ReadOnlyMemory<byte> data = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (!data.IsEmpty && data.Length != (long)shape.ElementCount * type.Size)
        {
            throw new ArgumentException($"{data.Length} bytes for {shape} elements of {type}", nameof(data));
        }

        Name = name;
        Type = type;
        Shape = shape;
        Quantization = quantization;
        Data = data;
    }

    /// <summary>A name for people; not necessarily unique.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public ElementType Type { get; }

    /// <summary>The extents, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>How integers stand for reals; null for tensors that hold plain numbers.</summary>
    public QuantizationParameters? Quantization { get; }

    /// <summary>Little-endian contents of a constant, in the model file's own memory; empty for an activation.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Whether the model fixes the contents.</summary>
    public bool IsConstant => !Data.IsEmpty;

    /// <summary>Bytes that the contents take.</summary>
    public long ByteCount => (long)Shape.ElementCount * Type.Size;

    /// <inheritdoc/>
    public override string ToString() => $"'{Name}' ({Type} {Shape})";
}
