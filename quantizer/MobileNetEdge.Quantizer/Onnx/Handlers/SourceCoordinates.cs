namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Where a resize reads: the input's coordinate for each of the output's, as ONNX or TensorFlow Lite define it.</summary>
/// <param name="coordinate">The coordinate, rounded already where the nearest element is taken.</param>
internal sealed class SourceCoordinates(Func<int, ResizedAxis, double> coordinate)
{
    private const double Tolerance = 1e-4;

    /// <summary>ONNX's Resize.</summary>
    public static SourceCoordinates OfOnnx(ResizeFunction function, string coordinates, string nearest)
    {
        Func<int, ResizedAxis, double> place = coordinates switch
        {
            "half_pixel" => (i, axis) => (i + 0.5) / axis.Scale - 0.5,
            "pytorch_half_pixel" => (i, axis) => axis.Output > 1 ? (i + 0.5) / axis.Scale - 0.5 : 0,
            "asymmetric" => (i, axis) => i / axis.Scale,
            "align_corners" => (i, axis) => axis.Output > 1 ? i * (axis.Input - 1.0) / (axis.Output - 1) : 0,
            "tf_half_pixel_for_nn" => (i, axis) => (i + 0.5) / axis.Scale,
            _ => throw new NodeFaultException($"coordinates '{coordinates}'"),
        };
        if (function == ResizeFunction.Bilinear)
        {
            return new SourceCoordinates(place);
        }

        Func<double, double> round = nearest switch
        {
            "round_prefer_floor" => x => Math.Ceiling(x - 0.5),
            "round_prefer_ceil" => x => Math.Floor(x + 0.5),
            "floor" => Math.Floor,
            "ceil" => Math.Ceiling,
            _ => throw new NodeFaultException($"rounding '{nearest}'"),
        };
        return new SourceCoordinates((i, axis) => round(place(i, axis)));
    }

    /// <summary>TensorFlow Lite's RESIZE_BILINEAR and RESIZE_NEAREST_NEIGHBOR.</summary>
    public static SourceCoordinates OfTensorFlow(ResizeFunction function, bool alignCorners, bool halfPixelCenters)
    {
        double Step(ResizedAxis axis) =>
            alignCorners && axis.Output > 1 ? (axis.Input - 1.0) / (axis.Output - 1) : (double)axis.Input / axis.Output;

        return function == ResizeFunction.Bilinear
            ? new SourceCoordinates((i, axis) => halfPixelCenters ? (i + 0.5) * Step(axis) - 0.5 : i * Step(axis))
            : new SourceCoordinates((i, axis) =>
            {
                double place = (halfPixelCenters ? i + 0.5 : i) * Step(axis);
                return alignCorners ? Math.Round(place, MidpointRounding.AwayFromZero) : Math.Floor(place);
            });
    }

    /// <summary>Whether both read the same elements of an axis.</summary>
    public bool Agrees(SourceCoordinates other, ResizedAxis axis)
    {
        return Enumerable.Range(0, axis.Output).All(i => Math.Abs(At(i, axis) - other.At(i, axis)) <= Tolerance);
    }

    private double At(int output, ResizedAxis axis) => Math.Clamp(coordinate(output, axis), 0, axis.Input - 1);
}
