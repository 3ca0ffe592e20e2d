using System.Text.Json;
using MobileNetEdge.Tests;

namespace MobileNetEdge.Cli.Tests;

/// <summary>Real pictures through the program.</summary>
public sealed class AccuracyTests
{
    private const int Pictures = 300;

    /// <summary>
    /// TensorFlow Lite Micro reaches 75.67 % and 93.33 % on these pictures; index 0 of the output is the background.
    /// </summary>
    [Fact]
    [Trait("Size", "Large")]
    public void MobileNetV2_is_as_accurate_as_in_the_reference_engine()
    {
        SharedData.SkipIfAbsent();
        (string File, int Label)[] truth = [.. File.ReadLines(SharedData.Path("images", "eval.csv")).Skip(1).Take(Pictures).Select(Parse)];
        Outcome outcome = CommandLine.Run(
            ["classify", "--json", "--top", "5", "--framing", "centre-crop:227", "--model", SharedData.Path("tflite", "tf2_mobilenet_v2_1.0_224_ptq.tflite"), .. truth.Select(t => t.File)]);

        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        int top1 = 0;
        int top5 = 0;
        foreach ((JsonElement picture, (string _, int label)) in document.RootElement.GetProperty("pictures").EnumerateArray().Zip(truth))
        {
            int[] classes = [.. picture.GetProperty("classes").EnumerateArray().Select(c => c.GetProperty("index").GetInt32() - 1)];
            top1 += classes[0] == label ? 1 : 0;
            top5 += classes.Contains(label) ? 1 : 0;
        }

        Assert.Equal(0, outcome.ExitCode);
        Assert.InRange(100.0 * top1 / Pictures, 74.67, 76.67);
        Assert.InRange(100.0 * top5 / Pictures, 92.33, 94.33);
    }

    [Theory]
    [InlineData("mobilenet_v1_0.25_128_quant", 20, 286)]
    [InlineData("mobilenet_v1_0.5_160_quant", 20, 286)]
    [InlineData("v3-large-minimalistic_224_1.0_uint8", 20, 286)]
    public void Older_uint8_models_know_the_bird_and_the_cat(string model, int bird, int cat)
    {
        SharedData.SkipIfAbsent();
        Outcome outcome = CommandLine.Run(
            "classify", "--json", "--top", "1", "--model", SharedData.Path("tflite", model + ".tflite"),
            SharedData.Path("images", "bmp", "bird.bmp"), SharedData.Path("images", "bmp", "cat.bmp"));

        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        Assert.Equal([bird, cat], document.RootElement.GetProperty("pictures").EnumerateArray().Select(p => p.GetProperty("classes")[0].GetProperty("index").GetInt32()));
    }

    private static (string File, int Label) Parse(string line)
    {
        string[] fields = line.Split(',', 3);
        return (SharedData.Path("images", fields[0]), int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
