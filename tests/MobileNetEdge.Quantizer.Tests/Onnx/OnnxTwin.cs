using static MobileNetEdge.Quantizer.Tests.Onnx.NaiveOnnx;

namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>A value of a graph, and what ONNX's definitions make of it.</summary>
internal readonly record struct Twin(string Name, Values Values);

/// <summary>A network that grows as an ONNX file and is computed plainly on the way.</summary>
internal sealed class OnnxTwin(int seed)
{
    private int _seed = seed;

    /// <summary>The file.</summary>
    public OnnxGraph Graph { get; } = new();

    /// <summary>The input's elements.</summary>
    public Values Input { get; private set; } = new([], []);

    /// <summary>An image [1, channels, extent, extent] of -2 to 2.</summary>
    public Twin Image(int channels, int extent)
    {
        Input = Values.Random(_seed++, 1, channels, extent, extent);
        return new(Graph.Input("x", 1, channels, extent, extent), Input);
    }

    /// <summary>A convolution with square windows and (taps - 1) / 2 elements of border.</summary>
    public Twin Conv(Twin x, int outputs, int taps, int stride = 1, int groups = 1)
    {
        int depth = x.Values.Shape[1] / groups;
        float magnitude = MathF.Sqrt(1f / (depth * taps * taps));
        Values w = Values.Random(_seed++, outputs, depth, taps, taps).Map(v => v * magnitude);
        Values b = Values.Random(_seed++, outputs).Map(v => v * 0.1f);
        int border = (taps - 1) / 2;
        string name = Graph.Node(
            "Conv", [x.Name, Graph.Weights([outputs, depth, taps, taps], w.Elements), Graph.Weights([outputs], b.Elements)],
            OnnxGraph.Number("group", groups), OnnxGraph.Attribute("strides", stride, stride), OnnxGraph.Attribute("pads", border, border, border, border));
        Window window = new([stride, stride], [1, 1], [border, border, border, border]);
        return new(name, NaiveOnnx.Conv(x.Values, w, b.Elements, groups, window));
    }

    /// <summary>max(x, 0).</summary>
    public Twin Relu(Twin x) => new(Graph.Node("Relu", [x.Name]), x.Values.Map(v => Math.Max(v, 0)));

    /// <summary>Windows of 3 at stride 2; rounding up makes a last window that reaches beyond the border where one element is left.</summary>
    public Twin MaxPool(Twin x, int border, bool roundUp = false)
    {
        string name = Graph.Node(
            "MaxPool", [x.Name], OnnxGraph.Attribute("kernel_shape", 3, 3), OnnxGraph.Attribute("strides", 2, 2),
            OnnxGraph.Attribute("pads", border, border, border, border), OnnxGraph.Number("ceil_mode", roundUp ? 1 : 0));
        int after = border + (roundUp ? (x.Values.Shape[2] + (2 * border) - 3) % 2 : 0);
        return new(name, NaiveOnnx.MaxPool(x.Values, 3, 3, new Window([2, 2], [1, 1], [border, border, after, after])));
    }

    /// <summary>Channels in two parts.</summary>
    public (Twin First, Twin Second) Split(Twin x, int first)
    {
        int second = x.Values.Shape[1] - first;
        string[] names = Graph.Node("Split", [x.Name, Graph.Integers(first, second)], 2, OnnxGraph.Number("axis", 1));
        return (new(names[0], Channels(x.Values, 0, first)), new(names[1], Channels(x.Values, first, second)));
    }

    /// <summary>Channels side by side.</summary>
    public Twin Concat(Twin a, Twin b)
    {
        int[] shape = [.. a.Values.Shape];
        shape[1] += b.Values.Shape[1];
        return new(Graph.Node("Concat", [a.Name, b.Name], OnnxGraph.Number("axis", 1)), new(shape, [.. a.Values.Elements, .. b.Values.Elements]));
    }

    /// <summary>The channels of two groups in turn.</summary>
    public Twin Shuffle(Twin x)
    {
        int[] shape = x.Values.Shape;
        string grouped = Graph.Node("Reshape", [x.Name, Graph.Integers(1, 2, shape[1] / 2, shape[2], shape[3])]);
        string swapped = Graph.Node("Transpose", [grouped], OnnxGraph.Attribute("perm", 0, 2, 1, 3, 4));
        string name = Graph.Node("Reshape", [swapped, Graph.Integers(1, -1, shape[2], shape[3])]);
        Values moved = x.Values.Reshape(1, 2, shape[1] / 2, shape[2], shape[3]).Transpose(0, 2, 1, 3, 4);
        return new(name, moved.Reshape(shape));
    }

    /// <summary>The sum.</summary>
    public Twin Add(Twin a, Twin b)
    {
        float[] sums = [.. a.Values.Elements.Zip(b.Values.Elements, (left, right) => left + right)];
        return new(Graph.Node("Add", [a.Name, b.Name]), new(a.Values.Shape, sums));
    }

    /// <summary>The mean of each channel, as a vector.</summary>
    public Twin Pool(Twin x)
    {
        string pooled = Graph.Node("GlobalAveragePool", [x.Name]);
        int area = x.Values.Shape[2] * x.Values.Shape[3];
        float[] means = [.. x.Values.Elements.Chunk(area).Select(channel => channel.Average())];
        return new(Graph.Node("Flatten", [pooled]), new([1, means.Length], means));
    }

    private static Values Channels(Values x, int first, int count)
    {
        int area = x.Shape[2] * x.Shape[3];
        return new([1, count, x.Shape[2], x.Shape[3]], x.Elements[(first * area)..((first + count) * area)]);
    }
}
