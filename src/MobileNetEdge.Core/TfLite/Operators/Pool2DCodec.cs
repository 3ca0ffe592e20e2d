namespace MobileNetEdge.TfLite;

/// <summary>AVERAGE_POOL_2D, MAX_POOL_2D: one argument.</summary>
/// <param name="function">What is done with a window's elements.</param>
internal sealed class Pool2DCodec(PoolFunction function) : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(1, 1);
        FlatTable options = source.Options(OptionsKind.Pool2D);
        return new Pool2D(
            function, source.Input(0), source.Output,
            source.Positive(options, Pool2DSlots.WindowHeight, "window height"),
            source.Positive(options, Pool2DSlots.WindowWidth, "window width"),
            source.Positive(options, Pool2DSlots.StrideHeight, "vertical stride"),
            source.Positive(options, Pool2DSlots.StrideWidth, "horizontal stride"),
            source.Padding(options, Pool2DSlots.Padding), source.Activation(options, Pool2DSlots.Activation));
    }
}
