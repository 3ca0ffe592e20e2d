namespace MobileNetEdge;

/// <summary>Clamps as functions of their own and as part of the operator before them.</summary>
public static class Clamps
{
    /// <summary>The clamp that a function is, or null where it is none.</summary>
    public static FusedActivation? AsClamp(this UnaryFunction function) => function switch
    {
        UnaryFunction.Relu => FusedActivation.Relu,
        UnaryFunction.Relu6 => FusedActivation.Relu6,
        UnaryFunction.ReluN1To1 => FusedActivation.ReluN1To1,
        _ => null,
    };

    /// <summary>The same step with a clamp on its result; null where it cannot have one or has one already.</summary>
    /// <param name="step">The step.</param>
    /// <param name="clamp">The clamp.</param>
    /// <param name="output">What is written instead of the step's output.</param>
    public static Operator? WithClamp(this Operator step, FusedActivation clamp, Tensor output) => step switch
    {
        Conv2D { Activation: FusedActivation.None } conv => conv with { Activation = clamp, Output = output },
        DepthwiseConv2D { Activation: FusedActivation.None } conv => conv with { Activation = clamp, Output = output },
        FullyConnected { Activation: FusedActivation.None } connected => connected with { Activation = clamp, Output = output },
        Binary { Activation: FusedActivation.None } binary => binary with { Activation = clamp, Output = output },
        Pool2D { Activation: FusedActivation.None } pool => pool with { Activation = clamp, Output = output },
        _ => null,
    };
}
