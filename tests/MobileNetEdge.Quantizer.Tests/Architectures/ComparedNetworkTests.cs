using MobileNetEdge.Quantizer.Architectures;
using MobileNetEdge.Quantizer.Architectures.Safetensors;

namespace MobileNetEdge.Quantizer.Tests.Architectures;

/// <summary>The networks that MobileNets are compared with are built as their papers describe them, and can be computed with.</summary>
public class ComparedNetworkTests
{
    public static TheoryData<string> Names { get; } = [.. ComparedNetworks.Names];

    /// <summary>Outputs neither vanish nor explode, for all that the layers' weights are random.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Activations_of_random_weights_keep_their_magnitude(string name)
    {
        using Model model = ComparedNetworks.Create(name, new() { Resolution = 64, Classes = 50 });
        using FloatExecutor executor = new(model);
        Execution.FloatTensors.Fill(new Random(1), executor.Input(), 1);
        executor.Run((tensor, values) =>
        {
            double rms = Math.Sqrt(values.ToArray().Average(v => (double)v * v));
            Assert.True(rms is > 0.02 and < 12, $"{name}: {tensor} has the root mean square {rms}");
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_resolution_that_windows_fit_runs_with_any_class_count(string name)
    {
        int least = name.StartsWith("vgg", StringComparison.Ordinal) ? 32 : name.StartsWith("squeezenet", StringComparison.Ordinal) ? 21 : 1;
        foreach (ReferenceCode reference in Enum.GetValues<ReferenceCode>())
        {
            foreach (int resolution in (int[])[least, least + 9])
            {
                using Model model = ComparedNetworks.Create(name, new() { Resolution = resolution, Classes = 3, Reference = reference });
                ClassifierCheck.Runs(model, resolution, classes: 3);
            }
        }
    }

    [Theory]
    [InlineData("vgg_16", 31)]
    [InlineData("vgg_19", 1)]
    [InlineData("squeezenet_1_0", 6)]
    [InlineData("vgg_16", 4096)]
    public void Resolution_that_does_not_fit_is_refused(string name, int resolution)
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => ComparedNetworks.Create(name, new() { Resolution = resolution }));

        Assert.Contains($"a resolution of {resolution}", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resnet_50", 0.5, "resnet_50 has no width 0.5; it has 1")]
    [InlineData("efficientnet_lite0", 1.1, "efficientnet_lite0 has no width 1.1; it has 1")]
    [InlineData("shufflenet_v2", 0.75, "shufflenet_v2 has no width 0.75; it has 0.5, 1, 1.5, 2")]
    public void Width_that_the_paper_has_not_is_refused(string name, double width, string message)
    {
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => ComparedNetworks.Create(name, new() { Width = width })).Message);
    }

    /// <summary>Where torchvision rounds a pooling's positions up, the maps of SqueezeNet have 54, 27 and 13 rows.</summary>
    [Theory]
    [InlineData("squeezenet_1_0", new[] { 54, 27, 13 })]
    [InlineData("squeezenet_1_1", new[] { 55, 27, 13 })]
    [InlineData("resnet_50", new[] { 56 })]
    [InlineData("vgg_16", new[] { 112, 56, 28, 14, 7 })]
    [InlineData("shufflenet_v2", new[] { 56 })]
    public void Pooled_maps_have_torchvisions_sizes(string name, int[] rows)
    {
        foreach (ReferenceCode reference in Enum.GetValues<ReferenceCode>())
        {
            using Model model = ComparedNetworks.Create(name, new() { Reference = reference });

            Assert.Equal(rows, model.Operators.OfType<Pool2D>().Select(pool => pool.Output.Shape[1]));
        }
    }

    [Theory]
    [InlineData("mnasnet_a1", 0.25, 1e-5)]
    [InlineData("efficientnet_lite0", 1, 1e-3)]
    [InlineData("resnet_18", 1, 1e-5)]
    [InlineData("shufflenet_v2", 0.5, 1e-5)]
    [InlineData("squeezenet_1_0", 1, 0)]
    public void Network_with_the_weights_of_a_file_computes_what_they_were_made_for(string name, double width, double epsilon)
    {
        MobileNetOptions options = new() { Width = width, Resolution = 40, Classes = 5, Seed = 3, Reference = ComparedNetworks.Published(name) };
        using Model expected = ComparedNetworks.Create(name, options);
        using Model actual = ComparedNetworks.Read(name, TrainedNetwork.ToFile(expected, epsilon, seed: 1, NormalizationOf), options);

        float[] wanted = Run(expected);
        float[] found = Run(actual);
        double scale = wanted.Max(Math.Abs);
        Assert.True(scale > 0);
        Assert.All(wanted.Zip(found), pair => Assert.InRange(pair.Second, pair.First - (1e-4 * scale), pair.First + (1e-4 * scale)));
    }

    /// <summary>Entries of the networks' state_dict in torchvision and timm, without the counters of batches.</summary>
    [Theory]
    [InlineData("resnet_18", 102, "conv1.weight", "bn1.running_var", "layer1.0.conv2.weight", "layer2.0.downsample.0.weight", "layer2.0.downsample.1.bias", "layer4.1.bn2.running_mean", "fc.bias")]
    [InlineData("resnet_50", 267, "layer1.0.conv3.weight", "layer1.0.downsample.1.weight", "layer4.2.bn3.bias")]
    [InlineData("vgg_16", 32, "features.0.weight", "features.2.bias", "features.5.weight", "features.28.bias", "classifier.0.weight", "classifier.6.bias")]
    [InlineData("shufflenet_v2", 282, "conv1.0.weight", "conv1.1.running_var", "stage2.0.branch1.0.weight", "stage2.0.branch1.3.bias", "stage2.0.branch2.6.weight", "stage4.3.branch2.3.weight", "conv5.1.running_mean", "fc.weight")]
    [InlineData("squeezenet_1_1", 52, "features.0.bias", "features.3.squeeze.weight", "features.12.expand3x3.bias", "classifier.1.weight")]
    [InlineData("mnasnet_a1", 279, "conv_stem.weight", "bn1.weight", "blocks.0.0.conv_dw.weight", "blocks.0.0.conv_pw.weight", "blocks.0.0.bn2.bias", "blocks.2.1.se.conv_reduce.bias", "blocks.2.1.se.conv_expand.weight", "blocks.6.0.conv_pwl.weight", "blocks.6.0.bn3.running_var", "conv_head.weight", "classifier.bias")]
    public void Missing_tensors_are_all_listed_under_their_publishers_names(string name, int count, params string[] some)
    {
        MobileNetOptions options = new() { Resolution = 64, Reference = ReferenceCode.Torchvision };
        InvalidModelException fault = Assert.Throws<InvalidModelException>(() => ComparedNetworks.Read(name, SafetensorsWriter.File("{}"), options));

        Assert.Contains($"{count} tensors", fault.Message, StringComparison.Ordinal);
        Assert.All(some, tensor => Assert.Contains($"'{tensor}' is missing", fault.Message, StringComparison.Ordinal));
    }

    /// <summary>PyTorch flattens a map channel by channel, and NHWC place by place.</summary>
    [Fact]
    public void Layer_behind_a_map_reads_its_places_in_the_order_of_storage()
    {
        SafetensorsWriter writer = new();
        writer.Add("fc.weight", "F32", [2, 12], [.. Enumerable.Range(0, 24).Select(i => (float)i)]);
        writer.Add("fc.bias", "F32", [2], [0, 0]);
        using SafetensorsFile file = SafetensorsFile.Read(writer.ToFile());

        (Tensor weights, _) = new SafetensorsWeights(file, 0).Take(new(new("fc"), LayerKind.Connected, 2, 2, 3, 1));

        Assert.Equal(new Shape(2, 12), weights.Shape);
        Assert.Equal(
            [0.0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11, 12, 16, 20, 13, 17, 21, 14, 18, 22, 15, 19, 23], Execution.FloatTensors.Values(weights));
    }

    [Fact]
    public void Random_weights_differ_by_seed_alone()
    {
        MobileNetOptions options = new() { Resolution = 32, Width = 0.5, Seed = 7 };

        Assert.Equal(First(options), First(options));
        Assert.NotEqual(First(options), First(options with { Seed = 8 }));
    }

    [Fact]
    public void Unknown_name_is_refused_with_those_that_are_known()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => ComparedNetworks.Create("resnet_51"));

        Assert.Contains("resnet_152", fault.Message, StringComparison.Ordinal);
    }

    private static double[] First(MobileNetOptions options)
    {
        using Model model = ComparedNetworks.Create("shufflenet_v2", options);
        return [.. Execution.FloatTensors.Values(model.Operators[0].Inputs[1])];
    }

    /// <summary>The normalizations' names: numbered in a sequence, or named like the convolution.</summary>
    private static string? NormalizationOf(string name)
    {
        string[] parts = name.Split('.');
        string last = parts[^1];
        string? normalization = last switch
        {
            "conv_stem" => "bn1",
            "conv_head" => "bn2",
            "conv_pwl" => "bn3",
            "conv_dw" => parts[1] == "0" ? "bn1" : "bn2",
            "conv_pw" => parts[1] == "0" ? "bn2" : "bn1",
            _ when last.StartsWith("conv", StringComparison.Ordinal) && last.Length == 5 => "bn" + last[^1],
            _ when int.TryParse(last, out int index) && parts[0] is not ("features" or "classifier") => $"{index + 1}",
            _ => null,
        };
        return normalization is null ? null : string.Join('.', [.. parts[..^1], normalization]);
    }

    private static float[] Run(Model model)
    {
        using FloatExecutor executor = new(model);
        Execution.FloatTensors.Fill(new Random(2), executor.Input(), 1);
        executor.Run();
        return executor.Output().ToArray();
    }
}
