namespace MobileNetEdge.Quantizer.Execution;

/// <summary>A broadcast as runs of elements along which each operand either is dense or does not move.</summary>
/// <param name="Length">Elements of a run.</param>
/// <param name="DenseA">Whether the first operand moves along a run.</param>
/// <param name="DenseB">Whether the second operand moves along a run.</param>
/// <param name="A">Where each run begins in the first operand.</param>
/// <param name="B">Where each run begins in the second operand.</param>
internal sealed record BroadcastRuns(int Length, bool DenseA, bool DenseB, StridedRange A, StridedRange B)
{
    /// <summary>Joins the dimensions of a broadcast as far as the operands' layouts allow.</summary>
    public static BroadcastRuns Of(Shape a, Shape b, Shape output)
    {
        int[] stridesA = Strides(a, output.Rank);
        int[] stridesB = Strides(b, output.Rank);
        List<Dimension> dimensions = [];
        for (int d = output.Rank - 1; d >= 0; d--)
        {
            Dimension outer = new(output[d], stridesA[d], stridesB[d]);
            if (outer.Extent > 1 && dimensions.Count > 0 && outer.Continues(dimensions[0]))
            {
                dimensions[0] = dimensions[0] with { Extent = dimensions[0].Extent * outer.Extent };
            }
            else if (outer.Extent > 1)
            {
                dimensions.Insert(0, outer);
            }
        }

        Dimension run = dimensions.Count > 0 ? dimensions[^1] : new(1, 1, 1);
        Dimension[] rest = [.. dimensions.SkipLast(1)];
        int[] extents = [.. rest.Select(d => d.Extent)];
        StridedRange startsA = new(extents, [.. rest.Select(d => d.StrideA)]);
        StridedRange startsB = new(extents, [.. rest.Select(d => d.StrideB)]);
        return new BroadcastRuns(run.Extent, run.StrideA == 1, run.StrideB == 1, startsA, startsB);
    }

    /// <summary>An operand's strides along the output's dimensions: 0 where it is repeated.</summary>
    private static int[] Strides(Shape operand, int rank)
    {
        int[] own = StridedRange.RowMajorStrides(operand);
        int[] strides = new int[rank];
        for (int i = 1; i <= operand.Rank; i++)
        {
            strides[^i] = operand[^i] == 1 ? 0 : own[^i];
        }

        return strides;
    }

    private readonly record struct Dimension(int Extent, int StrideA, int StrideB)
    {
        /// <summary>Whether a step along this dimension goes on where the inner one ends, in both operands.</summary>
        public bool Continues(Dimension inner)
        {
            return StrideA == inner.StrideA * (long)inner.Extent && StrideB == inner.StrideB * (long)inner.Extent;
        }
    }
}
