using System.Collections.Immutable;

namespace MobileNetEdge.TfLite;

/// <summary>RESIZE_BILINEAR, RESIZE_NEAREST_NEIGHBOR: the argument and a constant [height, width] of the output.</summary>
/// <param name="function">How an element is computed.</param>
internal sealed class ResizeCodec(ResizeFunction function) : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(2, 2);
        CheckSize(source, source.Integers(1, "extents", 2));
        bool bilinear = function == ResizeFunction.Bilinear;
        FlatTable options = source.Options(bilinear ? OptionsKind.ResizeBilinear : OptionsKind.ResizeNearestNeighbor);
        return new Resize(
            function, source.Input(0), source.Output,
            options.Bool(bilinear ? ResizeBilinearSlots.AlignCorners : ResizeNearestNeighborSlots.AlignCorners),
            options.Bool(bilinear ? ResizeBilinearSlots.HalfPixelCenters : ResizeNearestNeighborSlots.HalfPixelCenters));
    }

    private static void CheckSize(OperatorSource source, ImmutableArray<int> size)
    {
        Shape output = source.Output.Shape;
        if (source.Unsupported is null && (output.Rank != 4 || !size.AsSpan().SequenceEqual(output.Extents[1..3])))
        {
            throw source.Invalid($"found output {output} for the constant size [{string.Join(", ", size)}]");
        }
    }
}
