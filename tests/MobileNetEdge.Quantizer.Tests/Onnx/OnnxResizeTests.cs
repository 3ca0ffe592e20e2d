using MobileNetEdge.Quantizer.Onnx.Messages;

namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>Resize and Upsample against ONNX's definition, for every way of placing elements that has a counterpart.</summary>
public class OnnxResizeTests
{
    [Theory]
    [InlineData("nearest", "asymmetric", "floor", 2)]
    [InlineData("nearest", "asymmetric", "floor", 3)]
    [InlineData("nearest", "half_pixel", "round_prefer_ceil", 3)]
    [InlineData("nearest", "half_pixel", "round_prefer_floor", 2)]
    [InlineData("nearest", "tf_half_pixel_for_nn", "floor", 3)]
    [InlineData("linear", "asymmetric", "floor", 2)]
    [InlineData("linear", "half_pixel", "floor", 2)]
    [InlineData("linear", "pytorch_half_pixel", "floor", 3)]
    [InlineData("linear", "align_corners", "floor", 2)]
    public void Resize_matches_definition(string mode, string coordinates, string nearest, int scale)
    {
        Values x = Values.Random(1, 1, 2, 3, 4);
        foreach (bool bySizes in new[] { false, true })
        {
            OnnxGraph graph = new();
            string input = graph.Input("x", 1, 2, 3, 4);
            string[] inputs = bySizes
                ? [input, "", "", graph.Integers(1, 2, 3 * scale, 4 * scale)]
                : [input, "", graph.Weights([4], 1, 1, scale, scale)];
            string y = graph.Node(
                "Resize", inputs, OnnxGraph.Text("mode", mode),
                OnnxGraph.Text("coordinate_transformation_mode", coordinates), OnnxGraph.Text("nearest_mode", nearest));
            OnnxCheck.Gives(graph, y, Resized(x, mode, coordinates, nearest, scale), x);
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(10)]
    public void Older_forms_repeat_elements(int operatorSet)
    {
        Values x = Values.Random(2, 1, 2, 3, 4);
        OnnxGraph graph = new(operatorSet);
        string input = graph.Input("x", 1, 2, 3, 4);
        AttributeProto scales = new() { Name = "scales", Type = 6, Floats = { 1, 1, 2, 2 } };
        string y = operatorSet switch
        {
            7 => graph.Node("Upsample", [input], scales),
            9 => graph.Node("Upsample", [input, graph.Weights([4], 1, 1, 2, 2)]),
            _ => graph.Node("Resize", [input, graph.Weights([4], 1, 1, 2, 2)]),
        };
        OnnxCheck.Gives(graph, y, Resized(x, "nearest", "asymmetric", "floor", 2), x);
    }

    private static Values Resized(Values x, string mode, string coordinates, string nearest, int scale)
    {
        int[] shape = [1, x.Shape[1], x.Shape[2] * scale, x.Shape[3] * scale];
        float[] result = new float[Values.Count(shape)];
        for (int i = 0; i < result.Length; i++)
        {
            (int rest, int ox) = Math.DivRem(i, shape[3]);
            (int c, int oy) = Math.DivRem(rest, shape[2]);
            double y = Place(oy, x.Shape[2], shape[2], coordinates);
            double xx = Place(ox, x.Shape[3], shape[3], coordinates);
            result[i] = mode == "nearest"
                ? x.At(0, c, Round(y, nearest, x.Shape[2]), Round(xx, nearest, x.Shape[3]))
                : (float)Interpolated(x, c, y, xx);
        }

        return new Values(shape, result);
    }

    private static double Place(int at, int input, int output, string coordinates) => coordinates switch
    {
        "asymmetric" => at * (double)input / output,
        "align_corners" => at * (input - 1.0) / (output - 1),
        "tf_half_pixel_for_nn" => (at + 0.5) * input / output,
        _ => ((at + 0.5) * input / output) - 0.5,
    };

    private static int Round(double place, string nearest, int extent) => (int)Math.Clamp(
        nearest switch
        {
            "floor" => Math.Floor(place),
            "round_prefer_ceil" => Math.Floor(place + 0.5),
            _ => Math.Ceiling(place - 0.5),
        },
        0, extent - 1);

    private static double Interpolated(Values x, int c, double y, double xx)
    {
        (int y0, int y1, double fy) = Neighbours(y, x.Shape[2]);
        (int x0, int x1, double fx) = Neighbours(xx, x.Shape[3]);
        double top = (x.At(0, c, y0, x0) * (1 - fx)) + (x.At(0, c, y0, x1) * fx);
        double bottom = (x.At(0, c, y1, x0) * (1 - fx)) + (x.At(0, c, y1, x1) * fx);
        return (top * (1 - fy)) + (bottom * fy);
    }

    private static (int Lower, int Upper, double Fraction) Neighbours(double place, int extent)
    {
        double clamped = Math.Clamp(place, 0, extent - 1);
        int lower = (int)Math.Floor(clamped);
        return (lower, Math.Min(lower + 1, extent - 1), clamped - lower);
    }
}
