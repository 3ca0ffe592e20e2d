using System.Collections.Immutable;

namespace MobileNetEdge.TfLite;

/// <summary>CONCATENATION: one or more parts; the axis may count from the back.</summary>
internal sealed class ConcatenationCodec : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(1, int.MaxValue);
        FlatTable options = source.Options(OptionsKind.Concatenation);
        ImmutableArray<Tensor> parts = [.. Enumerable.Range(0, source.InputCount).Select(source.Input)];
        int axis = source.Dimension(options.Int32(ConcatenationSlots.Axis), parts[0].Shape.Rank);
        return new Concatenation(parts, source.Output, axis, source.Activation(options, ConcatenationSlots.Activation));
    }

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is Concatenation;

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        Concatenation concatenation = (Concatenation)step;
        sink.AddInputs(step);
        sink.SetOptions(OptionsKind.Concatenation, new FlatFields()
            .Int32(ConcatenationSlots.Axis, concatenation.Axis)
            .UInt8(ConcatenationSlots.Activation, OperatorSink.CodeOf(concatenation.Activation)));
    }
}
