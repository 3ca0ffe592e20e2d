using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>One step of a model. Operators are immutable and refer to their tensors directly.</summary>
/// <remarks>
/// Attributes that TensorFlow Lite passes as constant tensors (paddings, axes, permutations, target shapes) are decoded into
/// properties, so <see cref="Inputs"/> lists only what is computed with: activations, weights and biases.
/// </remarks>
public abstract record Operator
{
    /// <summary>TensorFlow Lite's name of the operator, such as <c>CONV_2D</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The tensors read, activations before weights before bias.</summary>
    public abstract ImmutableArray<Tensor> Inputs { get; }

    /// <summary>The tensors written.</summary>
    public abstract ImmutableArray<Tensor> Outputs { get; }

    /// <summary>The same step on other tensors.</summary>
    /// <param name="map">Gives the replacement of each tensor, or the tensor itself.</param>
    public abstract Operator MapTensors(Func<Tensor, Tensor> map);

    /// <summary>The operator's name and its first output, for messages.</summary>
    public sealed override string ToString() => Outputs.IsDefaultOrEmpty ? Name : $"{Name} to '{Outputs[0].Name}'";
}
