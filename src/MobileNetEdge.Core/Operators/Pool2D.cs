using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>What a pooling window does with its elements.</summary>
public enum PoolFunction
{
    /// <summary>Their mean; border elements do not count.</summary>
    Average,

    /// <summary>Their maximum; border elements do not count.</summary>
    Max,
}

/// <summary>AVERAGE_POOL_2D, MAX_POOL_2D: a window over each channel of NHWC activations.</summary>
/// <param name="Function">What is done with a window's elements.</param>
/// <param name="Input">[N, H, W, C].</param>
/// <param name="Output">[N, H', W', C].</param>
/// <param name="WindowHeight">Rows of the window, at least 1.</param>
/// <param name="WindowWidth">Columns of the window, at least 1.</param>
/// <param name="StrideHeight">Rows from one window to the next, at least 1.</param>
/// <param name="StrideWidth">Columns from one window to the next, at least 1.</param>
/// <param name="Padding">The border's rule.</param>
/// <param name="Activation">The clamp applied to the result.</param>
public sealed record Pool2D(
    PoolFunction Function, Tensor Input, Tensor Output,
    int WindowHeight, int WindowWidth, int StrideHeight, int StrideWidth, Padding Padding, FusedActivation Activation) : Operator
{
    /// <inheritdoc/>
    public override string Name => Function == PoolFunction.Average ? "AVERAGE_POOL_2D" : "MAX_POOL_2D";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => [Input];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [Output];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with { Input = map(Input), Output = map(Output) };
    }
}
