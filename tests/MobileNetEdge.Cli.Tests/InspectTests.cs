using System.Text.Json;
using MobileNetEdge.Core.Tests;

namespace MobileNetEdge.Cli.Tests;

public sealed class InspectTests(ColourFixture colours) : IClassFixture<ColourFixture>
{
    private const int CosOperator = 108;

    [Fact]
    public void Layers_totals_and_arena_are_shown()
    {
        string model = Path.Combine(colours.Folder, "convolution.tflite");
        File.WriteAllBytes(model, TinyModel.Convolution().ToBytes());
        Outcome outcome = CommandLine.Run("inspect", "--json", model);

        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(4 * 4 * 3 * 3 * 3 * 2, document.RootElement.GetProperty("macs").GetInt64());
        Assert.Equal((3 * 3 * 3 * 2) + 3, document.RootElement.GetProperty("parameters").GetInt64());
        Assert.Equal("CONV_2D", document.RootElement.GetProperty("operators")[0].GetProperty("name").GetString());
        Assert.Equal(64 + (4 * 4 * 2), document.RootElement.GetProperty("arena_bytes").GetInt64());
        Assert.Equal(2, document.RootElement.GetProperty("arena").GetArrayLength());
    }

    [Fact]
    public void Model_that_cannot_run_is_shown_all_the_same()
    {
        string model = Path.Combine(colours.Folder, "cosine.tflite");
        File.WriteAllBytes(model, TinyModel.Of(CosOperator, [1, 4], [1, 4]).ToBytes());
        Outcome outcome = CommandLine.Run("inspect", model);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("COS", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("not runnable here", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_of_tensor_names_do_not_reach_the_terminal()
    {
        TinyModel tiny = TinyModel.Convolution();
        tiny.Tensors[0].Set(3, "in\u001b[2Jput");
        string model = Path.Combine(colours.Folder, "names.tflite");
        File.WriteAllBytes(model, tiny.ToBytes());
        Outcome outcome = CommandLine.Run("inspect", model);

        Assert.Equal(0, outcome.ExitCode);
        Assert.DoesNotContain('\u001b', outcome.Output);
        Assert.Contains("in?[2Jput", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Architecture_is_shown_with_what_standard_convolutions_would_cost()
    {
        Outcome outcome = CommandLine.Run("inspect", "--architecture", "mobilenet_v2", "--width", "0.75", "--resolution", "192", "--json");

        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        JsonElement[] operators = [.. document.RootElement.GetProperty("operators").EnumerateArray()];
        JsonElement[] pairs = [.. operators.Where(step => step.TryGetProperty("ratio", out _))];
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(153, document.RootElement.GetProperty("macs").GetInt64() / 1_000_000);
        Assert.Equal(17, pairs.Length);
        Assert.All(pairs, pair =>
        {
            JsonElement depthwise = operators[pair.GetProperty("pair_with").GetInt32()];
            long macs = depthwise.GetProperty("macs").GetInt64() + pair.GetProperty("macs").GetInt64();
            int outputs = pair.GetProperty("outputs")[0].GetProperty("shape")[3].GetInt32();
            Assert.Equal("DEPTHWISE_CONV_2D", depthwise.GetProperty("name").GetString());
            Assert.Equal((1.0 / outputs) + (1.0 / 9), (double)macs / pair.GetProperty("standard_macs").GetInt64(), 12);
            Assert.Equal((1.0 / outputs) + (1.0 / 9), pair.GetProperty("ratio").GetDouble(), 12);
        });
    }

    [Fact]
    public void Architecture_ends_with_the_totals()
    {
        Outcome outcome = CommandLine.Run("inspect", "--architecture", "mobilenet_v1", "--classes", "1000");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("total: 568.7 M MACs, 4.22 M parameters", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("13 depthwise-separable pairs", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("either a model file or --architecture")]
    [InlineData("either a model file or --architecture", "model.tflite", "--architecture", "mobilenet_v1")]
    [InlineData("--width needs --architecture", "model.tflite", "--width", "0.5")]
    [InlineData("--width must lie", "--architecture", "mobilenet_v1", "--width", "0")]
    [InlineData("--resolution must lie", "--architecture", "mobilenet_v1", "--resolution", "4097")]
    [InlineData("--classes must lie", "--architecture", "mobilenet_v1", "--classes", "-1")]
    [InlineData("mobilenet_v3_small_minimalistic", "--architecture", "mobilenet_v9")]
    [InlineData("wide", "--architecture", "mobilenet_v1", "--width", "wide")]
    public void Options_that_make_no_sense_are_usage_errors(string reason, params string[] arguments)
    {
        Outcome outcome = CommandLine.Run(["inspect", .. arguments]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.Contains(reason, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_do_not_fit_the_architecture_are_a_bad_input()
    {
        string weights = Path.Combine(colours.Folder, "empty.safetensors");
        File.WriteAllBytes(weights, [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']);
        Outcome outcome = CommandLine.Run("inspect", "--architecture", "mobilenet_v2", "--weights", weights);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("'features.0.0.weight' is missing", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }
}
