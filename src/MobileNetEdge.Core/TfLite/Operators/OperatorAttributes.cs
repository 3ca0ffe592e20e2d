using System.Buffers.Binary;
using System.Collections.Immutable;

namespace MobileNetEdge.TfLite;

/// <summary>Attributes that several operators share.</summary>
internal static class OperatorAttributes
{
    private const byte Tanh = 4;
    private const byte SignBit = 5;

    /// <summary>The fused activation in a field of the options.</summary>
    public static FusedActivation Activation(this OperatorSource source, FlatTable options, int slot)
    {
        byte code = options.UInt8(slot);
        if (code > SignBit)
        {
            throw source.Invalid($"found fused activation {code}, expected 0 to {SignBit}");
        }

        if (code >= Tanh)
        {
            source.NotSupported($"fused activation {(code == Tanh ? "TANH" : "SIGN_BIT")}");
        }

        return code switch
        {
            1 => FusedActivation.Relu,
            2 => FusedActivation.ReluN1To1,
            3 => FusedActivation.Relu6,
            _ => FusedActivation.None,
        };
    }

    /// <summary>The border's rule in a field of the options.</summary>
    public static Padding Padding(this OperatorSource source, FlatTable options, int slot) => options.UInt8(slot) switch
    {
        0 => MobileNetEdge.Padding.Same,
        1 => MobileNetEdge.Padding.Valid,
        byte code => throw source.Invalid($"found padding {code}, expected 0 (SAME) or 1 (VALID)"),
    };

    /// <summary>A field of the options that must be at least 1.</summary>
    /// <param name="source">The operator.</param>
    /// <param name="options">Its options.</param>
    /// <param name="slot">The field.</param>
    /// <param name="what">The field's meaning, for messages.</param>
    /// <param name="absent">The schema's default.</param>
    public static int Positive(this OperatorSource source, FlatTable options, int slot, string what, int absent = 0)
    {
        int value = options.Int32(slot, absent);
        return value >= 1 ? value : throw source.Invalid($"found {what} {value}, expected at least 1");
    }

    /// <summary>The integers of a constant input; empty, and the operator unsupported, where the input is computed.</summary>
    /// <param name="source">The operator.</param>
    /// <param name="index">The input.</param>
    /// <param name="what">The input's meaning, for messages.</param>
    /// <param name="most">The most integers there may be.</param>
    public static ImmutableArray<int> Integers(this OperatorSource source, int index, string what, int most)
    {
        Tensor tensor = source.Input(index);
        if (!tensor.IsConstant || tensor.Type is not (ElementType.Int32 or ElementType.Int64))
        {
            source.NotSupported(tensor.IsConstant ? $"{what} of type {tensor.Type}" : $"{what} that are computed");
            return [];
        }

        return tensor.Shape.ElementCount <= most
            ? Decode(source, tensor, what)
            : throw source.Invalid($"found {tensor.Shape.ElementCount} {what}, expected at most {most}");
    }

    /// <summary>A dimension counted from the front, given one that may count from the back.</summary>
    public static int Dimension(this OperatorSource source, int axis, int rank)
    {
        return axis >= -rank && axis < rank
            ? (axis < 0 ? axis + rank : axis)
            : throw source.Invalid($"found axis {axis}, expected {-rank} to {rank - 1}");
    }

    private static ImmutableArray<int> Decode(OperatorSource source, Tensor tensor, string what)
    {
        ReadOnlySpan<byte> bytes = tensor.Data.Span;
        int size = tensor.Type.Size;
        ImmutableArray<int>.Builder values = ImmutableArray.CreateBuilder<int>(tensor.Shape.ElementCount);
        for (int i = 0; i < tensor.Shape.ElementCount; i++)
        {
            ReadOnlySpan<byte> element = bytes.Slice(i * size, size);
            long value = size == sizeof(int)
                ? BinaryPrimitives.ReadInt32LittleEndian(element)
                : BinaryPrimitives.ReadInt64LittleEndian(element);
            values.Add(value == (int)value ? (int)value : throw source.Invalid($"found {value} among the {what}, expected 32 bits"));
        }

        return values.MoveToImmutable();
    }
}
