namespace MobileNetEdge.Runtime.SelfTesting;

/// <summary>How a window moves, for cases that convolve or pool.</summary>
internal sealed record Window(
    int Height,
    int Width,
    int StrideY = 1,
    int StrideX = 1,
    int DilationY = 1,
    int DilationX = 1,
    Padding Padding = Padding.Same,
    FusedActivation Activation = FusedActivation.None)
{
    public WindowAxis Vertical => new(StrideY, DilationY);

    public WindowAxis Horizontal => new(StrideX, DilationX);

    public static Window Square(int taps, int stride = 1, Padding padding = Padding.Same, FusedActivation activation = FusedActivation.None)
    {
        return new(taps, taps, stride, stride, Padding: padding, Activation: activation);
    }

    /// <summary>The output's shape for an input of another.</summary>
    public Shape OutputOf(Shape input, int channels)
    {
        return new(input[0], (int)Vertical.OutputExtent(input[1], Height, Padding), (int)Horizontal.OutputExtent(input[2], Width, Padding), channels);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        return $"{Height}x{Width} stride {StrideY},{StrideX} dilation {DilationY},{DilationX} {Padding} {Activation}";
    }
}
