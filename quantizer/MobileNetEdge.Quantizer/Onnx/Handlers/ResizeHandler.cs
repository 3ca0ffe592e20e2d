using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Resize and its predecessor Upsample, of height and width.</summary>
internal static class ResizeHandler
{
    private const int SizesAsInput = 11;
    private const int ScalesAsInput = 9;

    /// <summary>Resize, since operator set 10.</summary>
    public static Value Resize(OnnxNode node)
    {
        bool full = node.OperatorSet >= SizesAsInput;
        CheckAttributes(node);
        Constant? scales = Given(node, full ? 2 : 1, "the scales");
        Constant? sizes = full ? Given(node, 3, "the sizes") : null;
        string coordinates = full ? node.Text("coordinate_transformation_mode", "half_pixel") : "asymmetric";
        string nearest = full ? node.Text("nearest_mode", "round_prefer_floor") : "floor";
        return Append(node, scales, sizes, coordinates, nearest);
    }

    /// <summary>Upsample, before operator set 10.</summary>
    public static Value Upsample(OnnxNode node)
    {
        Constant? scales = node.OperatorSet >= ScalesAsInput
            ? Given(node, 1, "the scales")
            : node.Attribute("scales") is { } attribute ? Constant.OfFloats([attribute.Floats.Count], [.. attribute.Floats]) : null;
        return Append(node, scales, sizes: null, "asymmetric", "floor");
    }

    private static void CheckAttributes(OnnxNode node)
    {
        if (node.Int("antialias", 0) != 0 || node.Int("exclude_outside", 0) != 0
            || node.Text("keep_aspect_ratio_policy", "stretch") != "stretch")
        {
            throw new NodeFaultException("antialias, exclude_outside and keep_aspect_ratio_policy are not supported");
        }
    }

    private static Constant? Given(OnnxNode node, int input, string what)
    {
        return node.Has(input) && node.Constant(input, what) is { Count: > 0 } constant ? constant : null;
    }

    private static Activation Append(OnnxNode node, Constant? scales, Constant? sizes, string coordinates, string nearest)
    {
        Activation argument = node.Activation(0, rank: 4);
        ResizedAxis[] axes = ReadAxes(node, argument.Shape, scales, sizes);
        ResizeFunction function = node.Text("mode", "nearest") switch
        {
            "nearest" => ResizeFunction.NearestNeighbor,
            "linear" or "bilinear" => ResizeFunction.Bilinear,
            string mode => throw new NodeFaultException($"mode '{mode}'; only nearest and linear are supported"),
        };
        SourceCoordinates asked = SourceCoordinates.OfOnnx(function, coordinates, nearest);
        foreach ((bool align, bool half) in new[] { (false, true), (false, false), (true, false) })
        {
            SourceCoordinates offered = SourceCoordinates.OfTensorFlow(function, align, half);
            if (axes.All(axis => asked.Agrees(offered, axis)))
            {
                return Append(node, argument, axes, function, align, half);
            }
        }

        throw new NodeFaultException(
            $"coordinates '{coordinates}' with rounding '{nearest}' for these sizes, which TensorFlow Lite has no counterpart of");
    }

    private static Activation Append(
        OnnxNode node, Activation argument, ResizedAxis[] axes, ResizeFunction function, bool align, bool half)
    {
        Tensor input = node.Builder.Arrange(argument, GraphBuilder.ChannelsLast);
        Tensor output = GraphBuilder.NewTensor(node.OutputName, [input.Shape[0], axes[0].Output, axes[1].Output, input.Shape[3]]);
        node.Builder.Append(new Resize(function, input, output, align, half));
        return SlidingWindow.Result(output);
    }

    private static ResizedAxis[] ReadAxes(OnnxNode node, ImmutableArray<int> shape, Constant? scales, Constant? sizes)
    {
        Constant given = sizes ?? scales ?? throw node.Invalid("neither scales nor sizes are given");
        int[] dimensions = node.Ints("axes") is { } axes ? [.. axes.Select(axis => node.Axis(axis, 4))] : [0, 1, 2, 3];
        if (given.Count != dimensions.Length)
        {
            throw node.Invalid($"found {given.Count} scales or sizes, expected {dimensions.Length}");
        }

        ResizedAxis[] resized = [.. shape.Select(extent => new ResizedAxis(extent, extent, 1))];
        for (int i = 0; i < dimensions.Length; i++)
        {
            int d = dimensions[i];
            resized[d] = sizes is null
                ? ResizedAxis.ByScale(shape[d], given.Float(i))
                : ResizedAxis.BySize(shape[d], given.Integer(i));
        }

        return resized[0].IsUnchanged && resized[1].IsUnchanged
            ? resized[2..]
            : throw new NodeFaultException("resizes the batch or the channels");
    }
}
