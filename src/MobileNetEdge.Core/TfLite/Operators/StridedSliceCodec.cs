using System.Collections.Immutable;

namespace MobileNetEdge.TfLite;

/// <summary>STRIDED_SLICE where every stride is 1: the argument and constants with beginnings, ends and strides; it is written as SLICE.</summary>
internal sealed class StridedSliceCodec : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(4, 4);
        Tensor input = source.Input(0);
        ImmutableArray<int> begin = source.Integers(1, "beginnings", Shape.MaxRank);
        ImmutableArray<int> end = source.Integers(2, "ends", Shape.MaxRank);
        ImmutableArray<int> strides = source.Integers(3, "strides", Shape.MaxRank);
        FlatTable options = source.Options(OptionsKind.StridedSlice);
        if (strides.Any(stride => stride != 1))
        {
            source.NotSupported($"strides [{string.Join(", ", strides)}]");
        }

        if (Mask(options, StridedSliceSlots.EllipsisMask) + Mask(options, StridedSliceSlots.NewAxisMask) + Mask(options, StridedSliceSlots.ShrinkAxisMask) != 0)
        {
            source.NotSupported("a slice that adds or removes dimensions");
        }

        if (source.Unsupported is not null)
        {
            return new Slice(input, source.Output, []);
        }

        return new Slice(input, source.Output, Begin(source, input.Shape, begin, end, options));
    }

    /// <inheritdoc/>
    public override bool Writes(Operator step) => false;

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink) => throw new NotSupportedException("STRIDED_SLICE is written as SLICE");

    /// <summary>Negative places count from the end, places beyond the input are its end, and a mask's bit takes all.</summary>
    private static ImmutableArray<int> Begin(
        OperatorSource source, Shape input, ImmutableArray<int> begin, ImmutableArray<int> end, FlatTable options)
    {
        Shape output = source.Output.Shape;
        bool matches = begin.Length == input.Rank && end.Length == input.Rank && output.Rank == input.Rank;
        int[] first = new int[input.Rank];
        for (int d = 0; matches && d < input.Rank; d++)
        {
            first[d] = IsMasked(options, StridedSliceSlots.BeginMask, d) ? 0 : Place(begin[d], input[d]);
            int last = IsMasked(options, StridedSliceSlots.EndMask, d) ? input[d] : Place(end[d], input[d]);
            matches = last - first[d] == output[d];
        }

        return matches
            ? [.. first]
            : throw source.Invalid(
                $"found a slice from [{string.Join(", ", begin)}] to [{string.Join(", ", end)}], expected {output} elements inside {input}");
    }

    private static int Place(int given, int extent) => (int)Math.Clamp(given < 0 ? (long)given + extent : given, 0, extent);

    private static bool IsMasked(FlatTable options, int slot, int dimension) => (options.Int32(slot) >> dimension & 1) != 0;

    private static int Mask(FlatTable options, int slot) => options.Int32(slot) == 0 ? 0 : 1;
}
