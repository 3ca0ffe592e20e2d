using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>A depthwise convolution and the pointwise one that mixes its channels; together they stand for one standard convolution.</summary>
/// <remarks>Howard et al., "MobileNets" (2017), section 3.1: the pair costs 1/N + 1/k² of it, for N output channels and k × k taps.</remarks>
/// <param name="Depthwise">The depthwise convolution.</param>
/// <param name="Pointwise">The 1×1 convolution at stride 1 that reads its output, be it activated or gated on the way.</param>
public sealed record DepthwiseSeparablePair(DepthwiseConv2D Depthwise, Conv2D Pointwise)
{
    /// <summary>Multiply-accumulates of both.</summary>
    public long Macs => OperatorCost.Of(Depthwise).Macs + OperatorCost.Of(Pointwise).Macs;

    /// <summary>Multiply-accumulates of a standard convolution with the pair's window, stride, input channels and output channels.</summary>
    public long StandardMacs
    {
        get
        {
            long taps = (long)Depthwise.Weights.Shape[1] * Depthwise.Weights.Shape[2];
            return Pointwise.Output.Shape.ElementCount * taps * Depthwise.Input.Shape[^1];
        }
    }

    /// <summary>What the pair costs of the standard convolution: 1/N + 1/k².</summary>
    public double Ratio => (double)Macs / StandardMacs;

    /// <summary>The pairs of a network, in the order of execution.</summary>
    /// <param name="model">The network.</param>
    public static ImmutableArray<DepthwiseSeparablePair> Find(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        ILookup<Tensor, Operator> readers = model.Operators
            .SelectMany(step => step.Inputs.Distinct().Select(input => (input, step)))
            .ToLookup(use => use.input, use => use.step);
        return
        [
            .. model.Operators.OfType<DepthwiseConv2D>()
                .Where(depthwise => depthwise.DepthMultiplier == 1)
                .Select(depthwise => (depthwise, pointwise: PointwiseAfter(depthwise.Output, readers)))
                .Where(pair => pair.pointwise is not null)
                .Select(pair => new DepthwiseSeparablePair(pair.depthwise, pair.pointwise!)),
        ];
    }

    /// <summary>Follows what keeps positions and channels apart. Operators come after what they read, so the walk ends.</summary>
    private static Conv2D? PointwiseAfter(Tensor output, ILookup<Tensor, Operator> readers)
    {
        Tensor? current = output;
        while (current is not null)
        {
            Tensor tensor = current;
            if (readers[tensor].OfType<Conv2D>().FirstOrDefault(conv => IsPointwise(conv, tensor)) is { } found)
            {
                return found;
            }

            current = readers[tensor].FirstOrDefault(IsElementwise)?.Outputs[0];
        }

        return null;
    }

    private static bool IsPointwise(Conv2D conv, Tensor input)
    {
        return conv.Input == input && conv.Weights.Shape[1] == 1 && conv.Weights.Shape[2] == 1
            && conv.Weights.Shape[3] == input.Shape[^1] && conv.Vertical.Stride == 1 && conv.Horizontal.Stride == 1;
    }

    private static bool IsElementwise(Operator step)
    {
        return step is Unary or Clip or BatchNormalization or Binary { Function: BinaryFunction.Mul };
    }
}
