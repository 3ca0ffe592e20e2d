using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>SLICE, TRANSPOSE and CONCATENATION of activations: operators that only move elements.</summary>
internal sealed unsafe class PackedMove : PreparedOperator
{
    private readonly Part[] _parts;
    private readonly ArenaSlice _output;

    private PackedMove(Part[] parts, Tensor output, PrepareContext context)
    {
        _parts = parts;
        _output = context.Slice(output);
        Path = context.Kernels!.Path;
    }

    /// <inheritdoc/>
    public override ExecutionPath Path { get; }

    /// <inheritdoc/>
    public override int MaxParts => _parts.Max(part => part.Copy.Count);

    /// <summary>The kernel; null where a constant is moved, or no path is chosen.</summary>
    public static PackedMove? Of(Operator step, PrepareContext context)
    {
        if (context.Kernels is null || !step.Inputs.All(context.IsActivation))
        {
            return null;
        }

        Part[] parts = step switch
        {
            Slice slice => [OfSlice(slice, context)],
            Transpose transpose => [OfTranspose(transpose, context)],
            Concatenation concatenation => OfConcatenation(concatenation, context),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "moves no elements"),
        };
        return new PackedMove(parts, step.Outputs[0], context);
    }

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        sbyte* target = share.Arena.Pointer(_output);
        foreach (Part part in _parts)
        {
            (int first, int end) = share.Of(part.Copy.Count);
            part.Copy.Run(share.Arena.Pointer(part.Source) + part.SourceOffset, target + part.TargetOffset, first, end);
        }
    }

    private static Part OfSlice(Slice slice, PrepareContext context)
    {
        int[] strides = StridedRange.RowMajorStrides(slice.Input.Shape);
        int first = 0;
        for (int d = 0; d < strides.Length; d++)
        {
            first += slice.Begin[d] * strides[d];
        }

        StridedCopy copy = new(slice.Output.Shape.Extents, strides, StridedRange.RowMajorStrides(slice.Output.Shape));
        return new Part(copy, context.Slice(slice.Input), first, 0);
    }

    private static Part OfTranspose(Transpose transpose, PrepareContext context)
    {
        int[] strides = StridedRange.RowMajorStrides(transpose.Input.Shape);
        int[] permuted = [.. transpose.Permutation.Select(d => strides[d])];
        StridedCopy copy = new(transpose.Output.Shape.Extents, permuted, StridedRange.RowMajorStrides(transpose.Output.Shape));
        return new Part(copy, context.Slice(transpose.Input), 0, 0);
    }

    private static Part[] OfConcatenation(Concatenation concatenation, PrepareContext context)
    {
        int[] strides = StridedRange.RowMajorStrides(concatenation.Output.Shape);
        List<Part> parts = [];
        int place = 0;
        foreach (Tensor input in concatenation.Parts)
        {
            StridedCopy copy = new(input.Shape.Extents, StridedRange.RowMajorStrides(input.Shape), strides);
            parts.Add(new Part(copy, context.Slice(input), 0, place));
            place += input.Shape[concatenation.Axis] * strides[concatenation.Axis];
        }

        return [.. parts];
    }

    /// <summary>What is copied of one input.</summary>
    private sealed record Part(StridedCopy Copy, ArenaSlice Source, int SourceOffset, int TargetOffset);
}
