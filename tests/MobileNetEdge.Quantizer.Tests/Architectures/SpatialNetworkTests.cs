namespace MobileNetEdge.Quantizer.Tests.Architectures;

/// <summary>Detectors and segmenters have the papers' sizes, and compute what is known.</summary>
public sealed class SpatialNetworkTests
{
    /// <summary>
    /// SSDLite at 320 pixels for COCO: Howard et al. 2019, table 6 (V2, and V3 with reduced channels). LR-ASPP: torchvision's parameters; ours lack
    /// one number for each normalized channel.
    /// </summary>
    [Theory]
    [InlineData("ssdlite_mobilenet_v2", 4.3, 0.80)]
    [InlineData("ssdlite_mobilenet_v3_large", 3.22, 0.51)]
    [InlineData("ssdlite_mobilenet_v3_small", 1.77, 0.16)]
    [InlineData("lraspp_mobilenet_v3_large", 3.22, null)]
    public void Network_has_the_published_size(string name, double millionParameters, double? billionMacs)
    {
        (int resolution, int classes) = SpatialNetworks.Usual(name);
        using Model model = SpatialNetworks.Create(name, new() { Resolution = resolution, Classes = classes });
        OperatorCost cost = model.Operators.Aggregate(default(OperatorCost), (sum, step) => sum + OperatorCost.Of(step));

        Assert.InRange(cost.Parameters / 1e6, millionParameters * 0.95, millionParameters * 1.05);
        if (billionMacs is { } macs)
        {
            Assert.InRange(cost.Macs / 1e9, macs * 0.95, macs * 1.05);
        }
    }

    [Theory]
    [InlineData("ssdlite_mobilenet_v2", 300, 0.35)]
    [InlineData("ssdlite_mobilenet_v3_small", 224, 0.5)]
    public void Detector_has_a_box_for_each_anchor(string name, int resolution, double width)
    {
        using Model model = SpatialNetworks.Create(name, new() { Resolution = resolution, Classes = 4, Width = width });
        int anchors = AnchorSets.TensorFlow(AnchorSets.TensorFlowMaps(resolution, resolution)).Length;

        Assert.Equal(new Shape(1, anchors, 4), model.Outputs[0].Shape);
        Assert.Equal(new Shape(1, anchors, 5), model.Outputs[1].Shape);
        Assert.Equal("tensorflow-ssd", model.Metadata.Detector);
        Tensor[] maps = [.. model.Operators.OfType<Concatenation>().First().Parts];
        Assert.Equal(6, maps.Length);
    }

    [Fact]
    public void Segmenter_has_a_logit_for_each_pixel_and_class_and_runs()
    {
        using Model model = SpatialNetworks.Create("lraspp_mobilenet_v3_large", new() { Resolution = 64, Classes = 3, Width = 0.25 });
        Assert.Equal(new Shape(1, 64, 64, 3), model.Outputs[0].Shape);
        Assert.Equal(3, model.Operators.OfType<DepthwiseConv2D>().Count(conv => conv.Vertical.Dilation == 2));

        using FloatExecutor executor = new(model);
        executor.Input().Fill(0.5f);
        executor.Run();
        Assert.All(executor.Output().ToArray(), logit => Assert.True(float.IsFinite(logit)));
    }

    [Fact]
    public void Unknown_name_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SpatialNetworks.Create("none", new()));
    }
}
