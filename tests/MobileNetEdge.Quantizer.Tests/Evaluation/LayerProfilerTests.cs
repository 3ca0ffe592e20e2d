using System.Runtime.InteropServices;
using MobileNetEdge.Quantizer.Evaluation;

namespace MobileNetEdge.Quantizer.Tests.Evaluation;

public sealed class LayerProfilerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Layers_are_matched_by_name_and_compared()
    {
        _folder.WritePicture("1.ppm", 131, 132, 128);
        _folder.Write("2.ppm", "broken");
        using LayerProfiler profiler = new(Network(ElementType.Float32, "mean"), Network(ElementType.Int8, "mean"), ColourNetworks.Options);
        LayerProfiles profiles = profiler.Run(PictureSet.Open(_folder.Path), 8, TestContext.Current.CancellationToken);
        LayerProfile layer = Assert.Single(profiles.Layers);

        // Means of 3, 4 and 0 in steps of 2, of which 3 becomes 4 or 2.
        Assert.Equal((1, 0), (profiles.Pictures, profiles.Unmatched));
        Assert.Equal(10 * Math.Log10(25), layer.SignalToNoise, 1e-9);
        Assert.Equal(("mean", "MEAN", false), (layer.Name, layer.Operator, layer.IsRescaled));
        Assert.Equal(new ValueRange(-256, 254), layer.Range);
        Assert.Equal(new ValueRange(0, 4), layer.Extremes);
        Assert.Equal(3, layer.Histogram.Sum());
    }

    [Fact]
    public void Layer_without_a_counterpart_is_counted()
    {
        _folder.WritePicture("1.ppm", 131, 132, 128);
        using LayerProfiler profiler = new(Network(ElementType.Float32, "mean"), Network(ElementType.Int8, "average"), ColourNetworks.Options);
        LayerProfiles profiles = profiler.Run(PictureSet.Open(_folder.Path), 8, TestContext.Current.CancellationToken);

        Assert.Empty(profiles.Layers);
        Assert.Equal(1, profiles.Unmatched);
    }

    [Fact]
    public void Rescaled_channels_have_no_error_but_what_the_factors_leave()
    {
        float[] reals = [1, 10, 2, 20, 3, 30];
        sbyte[] stored = [2, 5, 4, 10, 6, 15];

        LayerMoments rescaled = Moments("mean/equalized", reals, stored);
        LayerMoments same = Moments("mean", reals, stored);

        Assert.True(rescaled.SignalToNoise() > 200);
        Assert.Equal([(2, 0), (0.5, 0)], rescaled.Maps().Select(map => (Math.Round(map.Factor, 9), Math.Round(map.Offset, 9))));
        Assert.Equal(new ValueRange(2, 15), rescaled.Extremes());
        Assert.Equal(10 * Math.Log10(1414 / (14 + 350.0)), same.SignalToNoise(), 1e-9);
    }

    [Fact]
    public void Channel_that_is_always_0_does_no_harm()
    {
        LayerMoments moments = Moments("mean/equalized", [0, 1, 0, 2], [0, 1, 0, 2]);

        Assert.True(moments.SignalToNoise() > 200);
        Assert.Equal(new ValueRange(0, 2), moments.Extremes());
    }

    [Fact]
    public void Ranges_of_weights_are_those_of_the_output_channels()
    {
        float[] weights = [1, -5, 2, 3, -4, 0.5f];
        Tensor input = new("input", ElementType.Float32, new Shape(1, 1, 1, 3));
        Tensor output = new("output", ElementType.Float32, new Shape(1, 1, 1, 2));
        Tensor filters = new("filters", ElementType.Float32, new Shape(2, 1, 1, 3), null, MemoryMarshal.AsBytes(weights.AsSpan()).ToArray());
        Tensor depthFilters = new("filters", ElementType.Float32, new Shape(1, 1, 2, 3), null, filters.Data);
        QuantizationParameters scales = new([0.5f, 2f], [0, 0], 0);
        Tensor stored = new("filters", ElementType.Int8, new Shape(2, 1, 1, 3), scales, new byte[] { 1, 251, 2, 3, 252, 0 });
        Conv2D conv = new(input, filters, null, output, new WindowAxis(1), new WindowAxis(1), Padding.Valid, FusedActivation.None);
        DepthwiseConv2D depthwise = new(input, depthFilters, null, input, new WindowAxis(1), new WindowAxis(1), Padding.Valid, FusedActivation.None);

        Assert.Equal([5f, 4f], ChannelMaxima.Of(conv));
        Assert.Equal([3f, 5f, 2f], ChannelMaxima.Of(depthwise));
        Assert.Equal([2.5f, 8f], ChannelMaxima.Of(conv with { Weights = stored }));
        Assert.Empty(ChannelMaxima.Of(new Reshape(input, output)));
        Assert.Empty(ChannelMaxima.Of(null));
    }

    private static LayerMoments Moments(string name, float[] reals, sbyte[] stored)
    {
        Tensor real = new("mean", ElementType.Float32, new Shape(1, 2));
        Tensor quantized = new(name, ElementType.Int8, new Shape(1, 2), new QuantizationParameters(1, 0));
        LayerMoments moments = new(new LayerPair(new Softmax(real, quantized, 1), real, null, name != "mean"));
        for (int i = 0; i < reals.Length; i += 2)
        {
            moments.Add(reals.AsSpan(i, 2), MemoryMarshal.AsBytes(stored.AsSpan(i, 2)));
        }

        return moments;
    }

    /// <summary>A MEAN whose int8 form has steps of 2 in its output.</summary>
    private static Model Network(ElementType type, string name)
    {
        QuantizationParameters? Scale(float scale) => type == ElementType.Int8 ? new(scale, 0) : null;
        Tensor input = new("input", type, new Shape(1, 8, 8, 3), Scale(1));
        Tensor mean = new(name, type, new Shape(1, 3), Scale(2));
        return new Model([input, mean], [new Mean(input, mean, [1, 2], KeepDimensions: false)], [input], [mean]);
    }
}
