using System.Collections.Immutable;

namespace MobileNetEdge.TfLite;

/// <summary>SLICE: the argument and two constants, where it begins and how much is taken; -1 takes all that is left.</summary>
internal sealed class SliceCodec : OperatorCodec
{
    private const int All = -1;

    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(3, 3);
        Tensor input = source.Input(0);
        ImmutableArray<int> begin = source.Integers(1, "beginnings", Shape.MaxRank);
        ImmutableArray<int> sizes = source.Integers(2, "sizes", Shape.MaxRank);
        if (source.Unsupported is null)
        {
            Check(source, begin, sizes, input.Shape);
        }

        return new Slice(input, source.Output, begin);
    }

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is Slice;

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        Slice slice = (Slice)step;
        sink.AddInputs(step);
        sink.AddIntegers(step, "begin", slice.Begin.AsSpan(), new Shape(slice.Begin.Length));
        sink.AddIntegers(step, "size", slice.Output.Shape.Extents, new Shape(slice.Begin.Length));
        sink.SetOptions(OptionsKind.Slice, new FlatFields());
    }

    private static void Check(OperatorSource source, ImmutableArray<int> begin, ImmutableArray<int> sizes, Shape input)
    {
        Shape output = source.Output.Shape;
        bool matches = begin.Length == input.Rank && sizes.Length == input.Rank && output.Rank == input.Rank;
        for (int d = 0; matches && d < input.Rank; d++)
        {
            long size = sizes[d] == All ? (long)input[d] - begin[d] : sizes[d];
            matches = begin[d] >= 0 && size == output[d] && begin[d] + size <= input[d];
        }

        if (!matches)
        {
            throw source.Invalid(
                $"found a slice from [{string.Join(", ", begin)}] of [{string.Join(", ", sizes)}], expected {output} elements inside {input}");
        }
    }
}
