namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>What follows a layer's sum.</summary>
internal enum Nonlinearity
{
    /// <summary>Nothing: a linear bottleneck or the logits.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>min(max(x, 0), 6).</summary>
    Relu6,

    /// <summary>x min(max(x + 3, 0), 6) / 6.</summary>
    HardSwish,
}

/// <summary>Facts about <see cref="Nonlinearity"/> values.</summary>
internal static class Nonlinearities
{
    /// <summary>
    /// The mean of f(x)² for normal x of variance 1: 1/2 for ReLU by symmetry, about the same for ReLU6, and for hard-swish, which is
    /// x (x + 3) / 6 for all but 0.3 % of x, (3 + 9) / 36.
    /// </summary>
    public static double SecondMoment(this Nonlinearity function) => function switch
    {
        Nonlinearity.Relu or Nonlinearity.Relu6 => 1.0 / 2,
        Nonlinearity.HardSwish => 1.0 / 3,
        _ => 1,
    };

    /// <summary>The clamp that an operator can apply itself.</summary>
    public static FusedActivation Fused(this Nonlinearity function) => function switch
    {
        Nonlinearity.Relu => FusedActivation.Relu,
        Nonlinearity.Relu6 => FusedActivation.Relu6,
        _ => FusedActivation.None,
    };
}
