using System.Text.Json;

namespace MobileNetEdge.Cli.Tests;

/// <summary>The networks that MobileNets are compared with, from the command line.</summary>
public sealed class ArchitectureTests(ColourFixture colours) : IClassFixture<ColourFixture>
{
    [Fact]
    public void Compared_network_is_inspected_saved_and_run()
    {
        string file = Path.Combine(colours.Folder, "shuffle.tflite");
        string[] network = ["--architecture", "shufflenet_v2", "--width", "0.5", "--resolution", "64", "--classes", "7"];
        Outcome inspected = CommandLine.Run(["inspect", .. network, "--json"]);
        Outcome saved = CommandLine.Run(["bench", .. network, "--save", file, "--threads", "1", "--runs", "1", "--warmup", "0", "--no-peak"]);
        Outcome shown = CommandLine.Run("inspect", file);

        Assert.Equal((0, 0, 0), (inspected.ExitCode, saved.ExitCode, shown.ExitCode));
        using JsonDocument document = JsonDocument.Parse(inspected.Output);
        string[] operators = [.. document.RootElement.GetProperty("operators").EnumerateArray().Select(step => step.GetProperty("name").GetString()!)];
        Assert.Equal(26, operators.Count(name => name == "SLICE"));
        Assert.Contains("MAX_POOL_2D", operators);
        Assert.DoesNotContain("peak 0", saved.Output, StringComparison.Ordinal);
        Assert.Contains("SLICE", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not runnable", shown.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resnet_18 has no width 0.5; it has 1", "--architecture", "resnet_18", "--width", "0.5")]
    [InlineData("a resolution of 16", "--architecture", "vgg_19", "--resolution", "16")]
    [InlineData("resnet_152", "--architecture", "resnet_34")]
    public void Network_that_is_not_there_is_said(string message, params string[] arguments)
    {
        Outcome outcome = CommandLine.Run(["inspect", .. arguments]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
    }
}
