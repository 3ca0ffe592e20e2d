namespace MobileNetEdge;

/// <summary>What an operator costs, counted as the MobileNet papers count.</summary>
/// <param name="Macs">Multiply-accumulates of convolutions and fully connected layers; border elements count.</param>
/// <param name="Parameters">Elements of weights and biases.</param>
public readonly record struct OperatorCost(long Macs, long Parameters)
{
    /// <summary>The cost of one operator; operators without weights cost nothing.</summary>
    public static OperatorCost Of(Operator step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step switch
        {
            Conv2D conv => Weighted(conv.Output, PerOutput(conv.Weights, conv.Weights.Shape[0]), conv.Weights, conv.Bias),
            DepthwiseConv2D conv => Weighted(conv.Output, PerOutput(conv.Weights, conv.Weights.Shape[^1]), conv.Weights, conv.Bias),
            FullyConnected connected =>
                Weighted(connected.Output, PerOutput(connected.Weights, connected.Weights.Shape[0]), connected.Weights, connected.Bias),
            _ => default,
        };
    }

    /// <summary>The sum of both.</summary>
    public static OperatorCost operator +(OperatorCost a, OperatorCost b) => new(a.Macs + b.Macs, a.Parameters + b.Parameters);

    /// <summary>The sum of both.</summary>
    public static OperatorCost Add(OperatorCost left, OperatorCost right) => left + right;

    private static long PerOutput(Tensor weights, int channels) => weights.Shape.ElementCount / channels;

    private static OperatorCost Weighted(Tensor output, long macsPerOutput, Tensor weights, Tensor? bias)
    {
        return new(output.Shape.ElementCount * macsPerOutput, weights.Shape.ElementCount + (long)(bias?.Shape.ElementCount ?? 0));
    }
}
