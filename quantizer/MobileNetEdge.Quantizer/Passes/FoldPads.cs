using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Passes;

/// <summary>Makes a convolution that reads a border of zeros compute that border itself, where the border is the rule SAME's.</summary>
/// <remarks>Zeros that a border has behind the last window are dropped.</remarks>
public static class FoldPads
{
    /// <summary>Rewrites a network of floats.</summary>
    /// <exception cref="InvalidModelException">Shapes contradict the operators' definitions.</exception>
    public static void Run(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Dictionary<Tensor, Operator> producers = graph.Producers();
        graph.Rewrite(step => [Fold(step, producers)]);
        graph.RemoveDead();
    }

    private static Operator Fold(Operator step, Dictionary<Tensor, Operator> producers)
    {
        if (step.Inputs.IsEmpty || producers.GetValueOrDefault(step.Inputs[0]) is not Pad pad)
        {
            return step;
        }

        return step switch
        {
            Conv2D { Padding: Padding.Valid } conv when IsSame(pad, conv, conv.Weights, conv.Vertical, conv.Horizontal)
                => conv with { Input = pad.Input, Padding = Padding.Same },
            DepthwiseConv2D { Padding: Padding.Valid } conv when IsSame(pad, conv, conv.Weights, conv.Vertical, conv.Horizontal)
                => conv with { Input = pad.Input, Padding = Padding.Same },
            _ => step,
        };
    }

    private static bool IsSame(Pad pad, Operator conv, Tensor weights, WindowAxis vertical, WindowAxis horizontal)
    {
        OperatorChecks.Apply(pad);
        OperatorChecks.Apply(conv);
        Shape output = conv.Outputs[0].Shape;
        return pad.Before[0] + pad.After[0] + pad.Before[3] + pad.After[3] == 0
            && IsSame(pad, 1, vertical, weights.Shape[1], output[1])
            && IsSame(pad, 2, horizontal, weights.Shape[2], output[2]);
    }

    /// <summary>Windows as many as SAME has, and beginning where SAME's begin, are SAME's windows: they end in zeros as well.</summary>
    private static bool IsSame(Pad pad, int dimension, WindowAxis axis, int taps, int output)
    {
        int input = pad.Input.Shape[dimension];
        return output == axis.OutputExtent(input, taps, Padding.Same)
            && pad.Before[dimension] == axis.PaddingBefore(input, taps, output, Padding.Same);
    }
}
