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

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is Resize resize && resize.Function == function;

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        Resize resize = (Resize)step;
        bool bilinear = function == ResizeFunction.Bilinear;
        sink.AddInputs(step);
        sink.AddIntegers(step, "size", resize.Output.Shape.Extents[1..3], new Shape(2));
        sink.SetOptions(
            bilinear ? OptionsKind.ResizeBilinear : OptionsKind.ResizeNearestNeighbor,
            new FlatFields()
                .Bool(bilinear ? ResizeBilinearSlots.AlignCorners : ResizeNearestNeighborSlots.AlignCorners, resize.AlignCorners)
                .Bool(bilinear ? ResizeBilinearSlots.HalfPixelCenters : ResizeNearestNeighborSlots.HalfPixelCenters, resize.HalfPixelCenters));
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
