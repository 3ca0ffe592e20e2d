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

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is Pool2D pool && pool.Function == function;

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        Pool2D pool = (Pool2D)step;
        sink.AddInputs(step);
        sink.SetOptions(OptionsKind.Pool2D, new FlatFields()
            .UInt8(Pool2DSlots.Padding, OperatorSink.CodeOf(pool.Padding))
            .Int32(Pool2DSlots.StrideWidth, pool.StrideWidth)
            .Int32(Pool2DSlots.StrideHeight, pool.StrideHeight)
            .Int32(Pool2DSlots.WindowWidth, pool.WindowWidth)
            .Int32(Pool2DSlots.WindowHeight, pool.WindowHeight)
            .UInt8(Pool2DSlots.Activation, OperatorSink.CodeOf(pool.Activation)));
    }
}
