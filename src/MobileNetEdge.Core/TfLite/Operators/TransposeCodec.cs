using System.Collections.Immutable;

namespace MobileNetEdge.TfLite;

/// <summary>TRANSPOSE: the argument and a constant permutation.</summary>
internal sealed class TransposeCodec : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(2, 2);
        Tensor input = source.Input(0);
        ImmutableArray<int> given = source.Integers(1, "dimensions", Shape.MaxRank);
        ImmutableArray<int> permutation = [.. given.Select(axis => source.Dimension(axis, input.Shape.Rank))];
        if (source.Unsupported is null && !IsPermutation(permutation, input.Shape.Rank))
        {
            throw source.Invalid($"found [{string.Join(", ", given)}], expected a permutation of {input.Shape.Rank} dimensions");
        }

        return new Transpose(input, source.Output, permutation);
    }

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is Transpose;

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        Transpose transpose = (Transpose)step;
        sink.AddInputs(step);
        sink.AddIntegers(step, "permutation", transpose.Permutation.AsSpan(), new Shape(transpose.Permutation.Length));
        sink.SetOptions(OptionsKind.Transpose, new FlatFields());
    }

    private static bool IsPermutation(ImmutableArray<int> dimensions, int rank)
    {
        return dimensions.Length == rank && dimensions.Distinct().Count() == rank;
    }
}
