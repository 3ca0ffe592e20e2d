using System.Collections.Immutable;

namespace MobileNetEdge.TfLite;

/// <summary>MEAN: the argument and a constant list of axes, which may count from the back and repeat.</summary>
internal sealed class MeanCodec : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(2, 2);
        Tensor input = source.Input(0);
        bool keepDimensions = source.Options(OptionsKind.Reducer).Bool(ReducerSlots.KeepDimensions);
        ImmutableArray<int> given = source.Integers(1, "axes", Shape.MaxRank);
        ImmutableArray<int> axes = [.. given.Select(axis => source.Dimension(axis, input.Shape.Rank)).Distinct().Order()];
        return new Mean(input, source.Output, axes, keepDimensions);
    }

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is Mean;

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        Mean mean = (Mean)step;
        sink.AddInputs(step);
        sink.AddIntegers(step, "axes", mean.Axes.AsSpan(), new Shape(mean.Axes.Length));
        sink.SetOptions(OptionsKind.Reducer, new FlatFields().Bool(ReducerSlots.KeepDimensions, mean.KeepDimensions));
    }
}
