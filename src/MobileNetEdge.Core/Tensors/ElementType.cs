namespace MobileNetEdge;

/// <summary>The type of a tensor's elements.</summary>
public enum ElementType
{
    /// <summary>IEEE 754 single precision.</summary>
    Float32,

    /// <summary>IEEE 754 half precision.</summary>
    Float16,

    /// <summary>Signed 8 bits: the activations and weights of today's quantized models.</summary>
    Int8,

    /// <summary>Unsigned 8 bits: the activations and weights of older quantized models, and pixels.</summary>
    UInt8,

    /// <summary>Signed 16 bits.</summary>
    Int16,

    /// <summary>Signed 32 bits: biases, shapes and indices.</summary>
    Int32,

    /// <summary>Signed 64 bits: the biases of 16-bit models, shapes and indices.</summary>
    Int64,

    /// <summary>One byte a truth value.</summary>
    Bool,
}

/// <summary>Facts about <see cref="ElementType"/> values.</summary>
public static class ElementTypes
{
    extension(ElementType type)
    {
        /// <summary>Bytes that one element takes.</summary>
        public int Size => type switch
        {
            ElementType.Int8 or ElementType.UInt8 or ElementType.Bool => 1,
            ElementType.Float16 or ElementType.Int16 => 2,
            ElementType.Float32 or ElementType.Int32 => 4,
            ElementType.Int64 => 8,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type"),
        };

        /// <summary>True for the two 8-bit types whose values stand for reals by a scale and a zero point.</summary>
        public bool IsQuantized8 => type is ElementType.Int8 or ElementType.UInt8;

        /// <summary>The element type of <typeparamref name="T"/>, or null where there is none.</summary>
        public static ElementType? Of<T>()
            where T : unmanaged
        {
            return default(T) switch
            {
                float => ElementType.Float32,
                Half => ElementType.Float16,
                sbyte => ElementType.Int8,
                byte => ElementType.UInt8,
                short => ElementType.Int16,
                int => ElementType.Int32,
                long => ElementType.Int64,
                bool => ElementType.Bool,
                _ => null,
            };
        }
    }
}
