using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Concat of constants.</summary>
internal static class ConcatFolding
{
    /// <summary>Joins constants along one dimension.</summary>
    /// <param name="parts">The constants, equal in every dimension but the axis.</param>
    /// <param name="shape">The result's extents.</param>
    /// <param name="axis">The dimension.</param>
    /// <param name="budget">What the copy is charged to.</param>
    public static Constant Fold(Constant[] parts, ImmutableArray<int> shape, int axis, MemoryBudget budget)
    {
        ElementType type = parts[0].Type;
        if (parts.Any(part => part.Type != type))
        {
            throw new NodeFaultException("parts of different element types");
        }

        long count = StridedCopy.ElementCount(shape);
        budget.Charge(count * type.Size);
        byte[] data = new byte[count * type.Size];
        int outer = count == 0 ? 0 : shape.Take(axis).Aggregate(1, (product, extent) => product * extent);
        int at = 0;
        for (int i = 0; i < outer; i++)
        {
            foreach (Constant part in parts)
            {
                int length = part.Data.Length / outer;
                part.Data.Span.Slice(i * length, length).CopyTo(data.AsSpan(at));
                at += length;
            }
        }

        return new Constant(type, shape, data);
    }
}
