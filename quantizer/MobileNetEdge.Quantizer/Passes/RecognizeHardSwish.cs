using System.Diagnostics.CodeAnalysis;
using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Passes;

/// <summary>
/// Finds hard-swish and hard-sigmoid, <c>x relu6(x + 3) / 6</c> and <c>relu6(x + 3) / 6</c>, however they are spelled, and makes one
/// operator of each. (Howard et al., Searching for MobileNetV3, 2019, section 5.2.)
/// </summary>
/// <remarks>Steps whose results are used elsewhere stay; the pass looks at what is computed, not at names.</remarks>
public sealed class RecognizeHardSwish
{
    private const float Alpha = 1f / 6;
    private const float Beta = 0.5f;
    private const float Tolerance = 1e-4f;

    private readonly Dictionary<Tensor, Operator> _producers;

    private RecognizeHardSwish(Graph graph) => _producers = graph.Producers();

    /// <summary>Rewrites a network of floats.</summary>
    public static void Run(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        RecognizeHardSwish pass = new(graph);
        graph.Rewrite(step => [pass.Simplify(step)]);
        graph.RemoveDead();
    }

    private Operator Simplify(Operator step)
    {
        if (HardSwishArgument(step) is { } argument)
        {
            return new Unary(UnaryFunction.HardSwish, argument, step.Outputs[0]);
        }

        return step is not HardSigmoid && HardSigmoidArgument(step) is { } shifted
            ? new HardSigmoid(shifted, step.Outputs[0], Alpha, Beta)
            : step;
    }

    /// <summary>x, where a step computes x relu6(x + 3) / 6.</summary>
    private Tensor? HardSwishArgument(Operator? step)
    {
        if (!IsProduct(step, out Binary? product))
        {
            return null;
        }

        return OneOf(product, (x, gate) => HardSigmoidArgument(Producer(gate)) == x)
            ?? OneOf(product, (scaled, gate) => Sixth(Producer(scaled)) is { } x && ShiftedRelu6Argument(Producer(gate)) == x ? x : null)
            ?? (Sixth(product) is { } whole && IsProduct(Producer(whole), out Binary? inner)
                ? OneOf(inner, (x, gate) => ShiftedRelu6Argument(Producer(gate)) == x)
                : null);
    }

    /// <summary>x, where a step computes relu6(x + 3) / 6, or min(max(x / 6 + 1/2, 0), 1).</summary>
    private Tensor? HardSigmoidArgument(Operator? step) => step switch
    {
        HardSigmoid { Alpha: float alpha, Beta: float beta } gate when IsNear(alpha, Alpha) && IsNear(beta, Beta) => gate.Input,
        Binary { Function: BinaryFunction.Mul } scaled when Sixth(scaled) is { } six => ShiftedRelu6Argument(Producer(six)),
        Clip { Min: 0, Max: 1 } clip when Shifted(Producer(clip.Input), Beta) is { } line => Sixth(Producer(line)),
        _ => null,
    };

    /// <summary>x, where a step computes relu6(x + 3).</summary>
    private Tensor? ShiftedRelu6Argument(Operator? step) => step switch
    {
        Unary { Function: UnaryFunction.Relu6 } clamp => Shifted(Producer(clamp.Input), 3),
        Clip { Min: 0, Max: 6 } clip => Shifted(Producer(clip.Input), 3),
        Binary { Activation: FusedActivation.Relu6 } sum => Shifted(sum with { Activation = FusedActivation.None }, 3),
        _ => null,
    };

    /// <summary>x, where a step computes x + shift.</summary>
    private static Tensor? Shifted(Operator? step, float shift) => step switch
    {
        Binary { Activation: not FusedActivation.None } => null,
        Binary { Function: BinaryFunction.Add } sum => OneOf(sum, (_, constant) => IsAll(constant, shift)),
        Binary { Function: BinaryFunction.Sub } sum when IsAll(sum.B, -shift) => Fitting(sum, sum.A),
        _ => null,
    };

    /// <summary>x, where a step computes x / 6.</summary>
    private static Tensor? Sixth(Operator? step)
    {
        return IsProduct(step, out Binary? product) ? OneOf(product, (_, constant) => IsAll(constant, Alpha)) : null;
    }

    private static bool IsProduct(Operator? step, [NotNullWhen(true)] out Binary? product)
    {
        product = step as Binary;
        return product is { Function: BinaryFunction.Mul, Activation: FusedActivation.None };
    }

    /// <summary>The operand that a condition on it and the other one holds for.</summary>
    private static Tensor? OneOf(Binary step, Func<Tensor, Tensor, bool> condition)
    {
        return OneOf(step, (one, other) => condition(one, other) ? one : null);
    }

    private static Tensor? OneOf(Binary step, Func<Tensor, Tensor, Tensor?> find) =>
        Fitting(step, find(step.A, step.B) ?? find(step.B, step.A));

    /// <summary>The argument, unless broadcasting makes the result larger.</summary>
    private static Tensor? Fitting(Binary step, Tensor? argument)
    {
        return argument is not null && argument.Shape.Equals(step.Output.Shape) ? argument : null;
    }

    private static bool IsAll(Tensor tensor, float value) => FloatConstants.All(tensor, element => IsNear(element, value));

    private static bool IsNear(float found, float expected) => Math.Abs(found - expected) <= Tolerance * Math.Abs(expected);

    private Operator? Producer(Tensor tensor) => _producers.GetValueOrDefault(tensor);
}
