namespace MobileNetEdge.Quantizer.Tests.Architectures;

/// <summary>The totals of the papers and of the reference code's tables. Published parameters leave out batch normalization.</summary>
public class PublishedCostTests
{
    /// <summary>Howard et al. (2017), tables 6 and 7: whole millions, of which some are rounded and some truncated, and tenths of millions, rounded.</summary>
    [Theory]
    [InlineData(1.0, 224, 569, 4.2)]
    [InlineData(0.75, 224, 325, 2.6)]
    [InlineData(0.5, 224, 149, 1.3)]
    [InlineData(0.25, 224, 41, 0.5)]
    [InlineData(1.0, 192, 418, 4.2)]
    [InlineData(1.0, 160, 290, 4.2)]
    [InlineData(1.0, 128, 186, 4.2)]
    public void V1_costs_what_the_paper_says(double width, int resolution, double macs, double parameters)
    {
        Cost cost = Cost.Of("mobilenet_v1", width, resolution);

        Assert.InRange(cost.Macs / 1e6, macs - 0.5, macs + 1);
        Assert.InRange(cost.Weights / 1e6, parameters - 0.05, parameters + 0.05);
    }

    /// <summary>The table in the README of tensorflow/models' research/slim/nets/mobilenet: MACs truncated to millions, parameters rounded to hundredths.</summary>
    [Theory]
    [InlineData(1.4, 224, 582, 6.06)]
    [InlineData(1.3, 224, 509, 5.34)]
    [InlineData(1.0, 224, 300, 3.47)]
    [InlineData(1.0, 192, 221, 3.47)]
    [InlineData(1.0, 160, 154, 3.47)]
    [InlineData(1.0, 128, 99, 3.47)]
    [InlineData(1.0, 96, 56, 3.47)]
    [InlineData(0.75, 224, 209, 2.61)]
    [InlineData(0.75, 192, 153, 2.61)]
    [InlineData(0.75, 160, 107, 2.61)]
    [InlineData(0.75, 128, 69, 2.61)]
    [InlineData(0.75, 96, 39, 2.61)]
    [InlineData(0.5, 224, 97, 1.95)]
    [InlineData(0.5, 192, 71, 1.95)]
    [InlineData(0.5, 160, 50, 1.95)]
    [InlineData(0.5, 128, 32, 1.95)]
    [InlineData(0.5, 96, 18, 1.95)]
    [InlineData(0.35, 224, 59, 1.66)]
    [InlineData(0.35, 192, 43, 1.66)]
    [InlineData(0.35, 160, 30, 1.66)]
    [InlineData(0.35, 128, 20, 1.66)]
    [InlineData(0.35, 96, 11, 1.66)]
    public void V2_costs_what_the_reference_table_says(double width, int resolution, double macs, double parameters)
    {
        Cost cost = Cost.Of("mobilenet_v2", width, resolution);

        Assert.Equal(macs, Math.Floor(cost.Macs / 1e6));
        Assert.InRange(cost.Weights / 1e6, parameters - 0.005, parameters + 0.005);
    }

    /// <summary>
    /// Howard et al. (2019), table 3, and the README of V2's test: whole millions and tenths, of which some are rounded and some truncated.
    /// The README's 66 M and 65 M MACs of the small and the small minimalistic network are not those of the code beside it, which gives
    /// 56.5 M, as the paper has it, and 52.3 M, with the README's 2.0 M parameters.
    /// </summary>
    [Theory]
    [InlineData("mobilenet_v3_large", 1.0, 217, 5.4)]
    [InlineData("mobilenet_v3_large", 0.75, 155, 4.0)]
    [InlineData("mobilenet_v3_small", 1.0, 56, 2.5)]
    [InlineData("mobilenet_v3_small", 0.75, 44, 2.0)]
    [InlineData("mobilenet_v3_large_minimalistic", 1.0, 209, 3.9)]
    [InlineData("mobilenet_v3_small_minimalistic", 1.0, 52, 2.0)]
    public void V3_costs_what_the_paper_and_the_reference_table_say(string name, double width, double macs, double parameters)
    {
        Cost cost = Cost.Of(name, width, 224);

        Assert.InRange(cost.Macs / 1e6, macs - 1, macs + 1);
        Assert.InRange(cost.Weights / 1e6, parameters - 0.05, parameters + 0.1);
    }

    /// <summary>torchvision's documentation of each network gives num_params, which count a normalization's scale and offset.</summary>
    [Theory]
    [InlineData("mobilenet_v2", 3_504_872)]
    [InlineData("mobilenet_v3_large", 5_483_032)]
    [InlineData("mobilenet_v3_small", 2_542_856)]
    public void Parameters_equal_torchvisions_exactly(string name, long parameters)
    {
        Cost cost = Cost.Of(name, 1, 224, ReferenceCode.Torchvision);

        Assert.Equal(parameters, cost.Weights + (2 * cost.Normalized));
    }

    /// <summary>Howard et al. (2017), table 4: 4866 M MACs with standard convolutions, a count in which the classifier's 1.0 M are not.</summary>
    [Fact]
    public void V1_with_standard_convolutions_costs_what_the_paper_says()
    {
        using Model model = MobileNets.Create("mobilenet_v1");
        IReadOnlyList<DepthwiseSeparablePair> pairs = DepthwiseSeparablePair.Find(model);
        long convolutions = model.Operators.Where(step => step is not FullyConnected).Sum(step => OperatorCost.Of(step).Macs);
        long macs = convolutions + pairs.Sum(pair => pair.StandardMacs - pair.Macs);

        Assert.InRange(macs / 1e6, 4865.5, 4866.5);
    }

    [Theory]
    [InlineData("mobilenet_v1", 13)]
    [InlineData("mobilenet_v2", 17)]
    [InlineData("mobilenet_v3_large", 15)]
    [InlineData("mobilenet_v3_small", 11)]
    [InlineData("mobilenet_v3_large_minimalistic", 15)]
    [InlineData("mobilenet_v3_small_minimalistic", 11)]
    public void Every_depthwise_convolution_has_a_pointwise_partner_at_the_ratio_of_the_paper(string name, int count)
    {
        using Model model = MobileNets.Create(name, new() { Width = 0.5, Resolution = 96 });
        IReadOnlyList<DepthwiseSeparablePair> pairs = DepthwiseSeparablePair.Find(model);

        Assert.Equal(count, pairs.Count);
        Assert.All(pairs, pair =>
        {
            double taps = pair.Depthwise.Weights.Shape[1] * pair.Depthwise.Weights.Shape[2];
            Assert.Equal((1.0 / pair.Pointwise.Output.Shape[3]) + (1 / taps), pair.Ratio, 12);
        });
    }
}
