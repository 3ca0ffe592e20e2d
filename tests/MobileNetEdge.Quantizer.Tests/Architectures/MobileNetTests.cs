using System.Security.Cryptography;
using MobileNetEdge.Quantizer.Architectures;

namespace MobileNetEdge.Quantizer.Tests.Architectures;

public class MobileNetTests
{
    public static TheoryData<string> Names { get; } = [.. MobileNets.Names];

    [Theory]
    [InlineData(1, 8)]
    [InlineData(12, 16)]
    [InlineData(11.2, 16)]
    [InlineData(17.9, 24)]
    [InlineData(24, 24)]
    [InlineData(100, 104)]
    [InlineData(99.9, 96)]
    public void Channels_are_rounded_as_the_reference_code_does(double channels, int rounded)
    {
        Assert.Equal(rounded, ChannelRounding.Round(channels));
    }

    [Fact]
    public void Rounded_channels_are_multiples_of_8_and_never_below_90_percent()
    {
        for (double channels = 0.1; channels < 3000; channels += 0.37)
        {
            int rounded = ChannelRounding.Round(channels);
            Assert.True(rounded % 8 == 0 && rounded >= 0.9 * channels && rounded < channels + 8, $"{channels}: {rounded}");
        }
    }

    /// <summary>Outputs neither vanish nor explode, for all that the layers' weights are random.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Activations_of_random_weights_keep_their_magnitude(string name)
    {
        foreach (double width in (double[])[0.25, 1])
        {
            using Model model = MobileNets.Create(name, new() { Width = width, Resolution = 96, Classes = 50 });
            using FloatExecutor executor = new(model);
            Execution.FloatTensors.Fill(new Random(1), executor.Input(), 1);
            executor.Run((tensor, values) =>
            {
                double rms = Math.Sqrt(values.ToArray().Average(v => (double)v * v));
                Assert.True(rms is > 0.02 and < 5, $"{name} {width}: {tensor} has the root mean square {rms}");
            });
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_resolution_and_class_count_runs(string name)
    {
        foreach (ReferenceCode reference in Enum.GetValues<ReferenceCode>())
        {
            foreach (int resolution in (int[])[1, 31, 50])
            {
                MobileNetOptions options = new() { Width = 0.3, Resolution = resolution, Classes = 3, Reference = reference };
                using Model model = MobileNets.Create(name, options);
                ClassifierCheck.Runs(model, resolution, classes: 3);
            }
        }
    }

    [Fact]
    public void Minimalistic_networks_have_only_convolutions_of_3_and_1_and_relu()
    {
        foreach (string name in MobileNets.Names.Where(name => name.EndsWith("minimalistic", StringComparison.Ordinal)))
        {
            using Model model = MobileNets.Create(name, new() { Resolution = 32 });

            Assert.DoesNotContain(model.Operators, step => step is Unary or HardSigmoid or Binary { Function: BinaryFunction.Mul });
            Assert.All(model.Operators.OfType<DepthwiseConv2D>(), depthwise => Assert.Equal(3, depthwise.Weights.Shape[1]));
        }
    }

    /// <summary>A changed sum means that a seed gives other networks than before.</summary>
    [Fact]
    public void Random_weights_are_the_same_bytes_everywhere()
    {
        Assert.Equal("3BD6FF2E98AD276BD63E5876BAC8BC60FD065E539AA395352C57E864626258B0", Digest(7));
        Assert.NotEqual(Digest(7), Digest(8));
    }

    /// <summary>Where every extent is odd, SAME and torchvision's border agree; where it is even, they do not.</summary>
    [Theory]
    [InlineData(65, 0)]
    [InlineData(64, 5)]
    [InlineData(72, 3)]
    public void Torchvision_border_is_added_where_same_differs(int resolution, int pads)
    {
        MobileNetOptions options = new() { Width = 0.35, Resolution = resolution, Classes = 7 };
        using Model same = MobileNets.Create("mobilenet_v2", options);
        using Model symmetric = MobileNets.Create("mobilenet_v2", options with { Reference = ReferenceCode.Torchvision });

        Assert.Equal(pads, symmetric.Operators.OfType<Pad>().Count());
        Assert.All(symmetric.Operators.OfType<Pad>(), pad => Assert.Equal([0, 1, 1, 0, 0, 1, 1, 0], pad.Before.Concat(pad.After)));
        Assert.Equal(pads == 0, Run(same).SequenceEqual(Run(symmetric)));
    }

    [Theory]
    [InlineData(0, 224, 1000)]
    [InlineData(-1, 224, 1000)]
    [InlineData(double.NaN, 224, 1000)]
    [InlineData(4.01, 224, 1000)]
    [InlineData(1, 0, 1000)]
    [InlineData(1, 4097, 1000)]
    [InlineData(1, 224, 0)]
    [InlineData(1, 224, 100_001)]
    public void Options_out_of_range_are_refused(double width, int resolution, int classes)
    {
        MobileNetOptions options = new() { Width = width, Resolution = resolution, Classes = classes };

        Assert.Throws<ArgumentOutOfRangeException>(() => MobileNets.Create("mobilenet_v2", options));
    }

    [Fact]
    public void Unknown_name_is_refused_with_those_that_are_known()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => MobileNets.Create("mobilenet_v9"));

        Assert.Contains("mobilenet_v3_small_minimalistic", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The limits of the options keep all tensors within the library's.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Largest_resolution_and_width_make_a_network(string name)
    {
        using Model model = MobileNets.Create(name, new() { Width = 4, Resolution = 4096, Classes = 1 });

        Assert.NotEmpty(model.Operators);
    }

    private static float[] Run(Model model)
    {
        using FloatExecutor executor = new(model);
        Execution.FloatTensors.Fill(new Random(2), executor.Input(), 1);
        executor.Run();
        return executor.Output().ToArray();
    }

    private static string Digest(ulong seed)
    {
        using Model model = MobileNets.Create("mobilenet_v3_small", new() { Width = 0.35, Resolution = 32, Classes = 10, Seed = seed });
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Tensor constant in model.Operators.SelectMany(step => step.Inputs).Where(tensor => tensor.IsConstant))
        {
            hash.AppendData(constant.Data.Span);
        }

        return Convert.ToHexString(hash.GetCurrentHash());
    }
}
