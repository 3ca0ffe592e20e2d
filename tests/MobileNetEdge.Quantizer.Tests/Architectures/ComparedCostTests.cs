namespace MobileNetEdge.Quantizer.Tests.Architectures;

/// <summary>The totals of the papers and of the codes that trained the networks.</summary>
public class ComparedCostTests
{
    /// <summary>
    /// torchvision's documentation of each network gives num_params, and so does timm for <c>semnasnet_100</c> and <c>tf_efficientnet_lite0</c>:
    /// both count a normalization's scale and offset.
    /// </summary>
    [Theory]
    [InlineData("mnasnet_a1", 1.0, 3_887_038)]
    [InlineData("efficientnet_lite0", 1.0, 4_652_008)]
    [InlineData("resnet_18", 1.0, 11_689_512)]
    [InlineData("resnet_50", 1.0, 25_557_032)]
    [InlineData("resnet_152", 1.0, 60_192_808)]
    [InlineData("vgg_16", 1.0, 138_357_544)]
    [InlineData("vgg_19", 1.0, 143_667_240)]
    [InlineData("shufflenet_v2", 0.5, 1_366_792)]
    [InlineData("shufflenet_v2", 1.0, 2_278_604)]
    [InlineData("shufflenet_v2", 1.5, 3_503_624)]
    [InlineData("shufflenet_v2", 2.0, 7_393_996)]
    [InlineData("squeezenet_1_0", 1.0, 1_248_424)]
    [InlineData("squeezenet_1_1", 1.0, 1_235_496)]
    public void Parameters_equal_the_published_ones_exactly(string name, double width, long parameters)
    {
        using Model model = ComparedNetworks.Create(name, new() { Width = width });
        Cost cost = Cost.Of(model);
        bool isNormalized = !name.StartsWith("vgg", StringComparison.Ordinal) && !name.StartsWith("squeezenet", StringComparison.Ordinal);

        Assert.Equal(parameters, isNormalized ? cost.Weights + (2 * cost.Normalized) : cost.Weights + cost.Normalized);
    }

    /// <summary>
    /// Millions of multiply-accumulates. Tan et al. (2019), table 1: 312. He et al. (2015), table 1, gives 1.8, 3.8 and 11.3 G with a
    /// bottleneck's stride in its first layer; with the stride in the 3×3 layer, torchvision's documentation gives 1.81, 4.09 and 11.51.
    /// Simonyan and Zisserman (2014) count parameters alone, and torchvision 15.47 and 19.63 G; for SqueezeNet 0.82 and 0.35.
    /// Tan and Le (2019), table 2: 0.39 G for EfficientNet-B0, whose convolutions Lite0 has; the 407 M beside Lite0's published code count more
    /// than convolutions.
    /// </summary>
    [Theory]
    [InlineData("mnasnet_a1", 312, 1)]
    [InlineData("efficientnet_lite0", 390, 5)]
    [InlineData("resnet_18", 1_814, 1)]
    [InlineData("resnet_50", 4_089, 1)]
    [InlineData("resnet_152", 11_514, 1)]
    [InlineData("vgg_16", 15_470, 1)]
    [InlineData("vgg_19", 19_632, 1)]
    [InlineData("squeezenet_1_0", 820, 5)]
    [InlineData("squeezenet_1_1", 350, 5)]
    public void Macs_are_the_published_ones(string name, double macs, double tolerance)
    {
        using Model model = ComparedNetworks.Create(name);

        Assert.InRange(Cost.Of(model).Macs / 1e6, macs - tolerance, macs + tolerance);
    }

    /// <summary>Ma et al. (2018), table 5: 41, 146, 299 and 591 M, which are up to 1.3 % more than the layers of the same table have.</summary>
    [Theory]
    [InlineData(0.5, 41)]
    [InlineData(1.0, 146)]
    [InlineData(1.5, 299)]
    [InlineData(2.0, 591)]
    public void ShuffleNet_costs_what_the_paper_says(double width, double macs)
    {
        using Model model = ComparedNetworks.Create("shufflenet_v2", new() { Width = width });

        Assert.InRange(Cost.Of(model).Macs / 1e6, macs * 0.986, macs);
    }
}
