namespace MobileNetEdge.Runtime.Kernels;

/// <summary>What a packed depthwise convolution holds for its channels besides the weights.</summary>
internal static class DepthwiseConstants
{
    /// <summary>
    /// b - Z_x Σ w: the value that a channel's accumulator starts from, so that kernels multiply stored values; equation (4) of
    /// numerics.md. It may wrap around 2³², and so may the partial sums that follow; the final value does not.
    /// </summary>
    public static int InitialOf(WeightedSum sum, int channels, int channel)
    {
        int weights = 0;
        for (int i = channel; i < sum.Weights.Length; i += channels)
        {
            weights += sum.Weights[i];
        }

        return unchecked((int)(sum.Bias[channel] - (long)sum.InputZeroPoint * weights));
    }
}
