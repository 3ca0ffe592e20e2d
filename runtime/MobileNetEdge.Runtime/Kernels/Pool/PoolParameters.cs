namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A pooling window with its extents and border resolved.</summary>
/// <param name="Batch">N.</param>
/// <param name="Channels">C.</param>
/// <param name="Vertical">The window along H.</param>
/// <param name="Horizontal">The window along W.</param>
internal sealed record PoolParameters(int Batch, int Channels, SlidingAxis Vertical, SlidingAxis Horizontal)
{
    public static PoolParameters Of(Pool2D pool)
    {
        Shape input = pool.Input.Shape;
        Shape output = pool.Output.Shape;
        return new(
            input[0],
            input[3],
            SlidingAxis.Of(new(pool.StrideHeight), input[1], pool.WindowHeight, output[1], pool.Padding),
            SlidingAxis.Of(new(pool.StrideWidth), input[2], pool.WindowWidth, output[2], pool.Padding));
    }
}
