using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>What a name of an ONNX graph stands for.</summary>
internal abstract class Value
{
    /// <summary>The extents as the ONNX graph sees them.</summary>
    public abstract ImmutableArray<int> Shape { get; }
}

/// <summary>A value that is computed at each inference.</summary>
/// <param name="tensor">Where it is stored.</param>
/// <param name="layout">Which of its elements lies where.</param>
internal sealed class Activation(Tensor tensor, Layout layout) : Value
{
    /// <summary>Where it is stored; possibly under another shape than <see cref="Shape"/> and in another order.</summary>
    public Tensor Tensor { get; } = tensor;

    /// <summary>Which of its elements lies where.</summary>
    public Layout Layout { get; } = layout;

    /// <inheritdoc/>
    public override ImmutableArray<int> Shape => Layout.Shape;
}

/// <summary>A value that can't be had.</summary>
/// <param name="reason">Why; null where the node that should compute it is at fault and listed already.</param>
internal sealed class Unusable(string? reason) : Value
{
    /// <summary>Why; null where the node that should compute it is at fault and listed already.</summary>
    public string? Reason { get; } = reason;

    /// <inheritdoc/>
    public override ImmutableArray<int> Shape => [];
}

/// <summary>What a node with several outputs computes.</summary>
/// <param name="parts">An output each, in order.</param>
internal sealed class SeveralValues(ImmutableArray<Value> parts) : Value
{
    /// <summary>An output each, in order.</summary>
    public ImmutableArray<Value> Parts { get; } = parts;

    /// <inheritdoc/>
    public override ImmutableArray<int> Shape => [];
}
