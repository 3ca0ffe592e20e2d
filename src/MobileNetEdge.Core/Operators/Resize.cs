using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>How a resize computes an element from its neighbours.</summary>
public enum ResizeFunction
{
    /// <summary>The nearest element.</summary>
    NearestNeighbor,

    /// <summary>The four nearest, weighted by distance.</summary>
    Bilinear,
}

/// <summary>RESIZE_BILINEAR, RESIZE_NEAREST_NEIGHBOR: NHWC activations at another height and width.</summary>
/// <param name="Function">How an element is computed.</param>
/// <param name="Input">[N, H, W, C].</param>
/// <param name="Output">[N, H', W', C]; same quantization.</param>
/// <param name="AlignCorners">Whether the centres of the corner elements of both coincide: step (H - 1) / (H' - 1).</param>
/// <param name="HalfPixelCenters">Whether elements sit at half coordinates: source = (y + 1/2) H / H' - 1/2.</param>
public sealed record Resize(
    ResizeFunction Function, Tensor Input, Tensor Output, bool AlignCorners, bool HalfPixelCenters) : Operator
{
    /// <inheritdoc/>
    public override string Name => Function == ResizeFunction.Bilinear ? "RESIZE_BILINEAR" : "RESIZE_NEAREST_NEIGHBOR";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => [Input];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [Output];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with { Input = map(Input), Output = map(Output) };
    }
}
