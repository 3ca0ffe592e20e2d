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
}
