namespace MobileNetEdge.Quantizer.Tests.Architectures;

/// <summary>A network's totals.</summary>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Weights">Weights, and biases that are no folded batch normalization.</param>
/// <param name="Normalized">Channels that batch normalizations were folded into.</param>
internal readonly record struct Cost(long Macs, long Weights, long Normalized)
{
    public static Cost Of(string name, double width, int resolution, ReferenceCode reference = ReferenceCode.TensorFlow)
    {
        using Model model = MobileNets.Create(name, new() { Width = width, Resolution = resolution, Reference = reference });
        return Of(model);
    }

    public static Cost Of(Model model)
    {
        OperatorCost total = model.Operators.Aggregate(default(OperatorCost), (sum, step) => sum + OperatorCost.Of(step));
        long normalized = model.Operators.Where(IsNormalized).Sum(step => (long)step.Outputs[0].Shape[^1]);
        return new(total.Macs, total.Parameters - normalized, normalized);
    }

    /// <summary>All convolutions but those of squeeze-and-excitation, which see one pixel.</summary>
    private static bool IsNormalized(Operator step)
    {
        return step is DepthwiseConv2D || (step is Conv2D conv && conv.Input.Shape[1] > 1);
    }
}
