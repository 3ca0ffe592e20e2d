using System.Text.Json;
using MobileNetEdge.Tests;

namespace MobileNetEdge.Cli.Tests;

public sealed class QuantizeTests(ColourFixture colours) : IClassFixture<ColourFixture>
{
    private static readonly string[] Network =
        ["--architecture", "mobilenet_v3_small", "--width", "0.25", "--resolution", "32", "--classes", "3"];

    [Fact]
    public void Quantized_network_carries_labels_and_preprocessing_and_classifies()
    {
        string model = Path.Combine(colours.Folder, "network.tflite");
        string report = Path.Combine(colours.Folder, "report.json");
        Outcome quantized = CommandLine.Run(
            Quantize(model, "--labels", colours.Labels, "--normalization", "zero-to-one", "--framing", "centre-crop:36", "--report", report));
        Outcome classified = CommandLine.Run("classify", "--verbose", "--model", model, Path.Combine(colours.Pictures, "a-red.ppm"));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(report));

        Assert.Equal((0, ""), (quantized.ExitCode, quantized.Errors));
        Assert.Equal(3, document.RootElement.GetProperty("calibration_pictures").GetInt32());
        Assert.True(document.RootElement.GetProperty("layers").GetArrayLength() > 50);
        Assert.Equal(0, classified.ExitCode);
        Assert.Contains("centre-crop:36 to 32×32, mean 0, std 255 from TFLITE_METADATA", classified.Errors, StringComparison.Ordinal);
        Assert.All(["red", "green", "blue"], label => Assert.Contains(label, classified.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Same_input_gives_the_same_bytes_with_any_number_of_threads()
    {
        string one = Path.Combine(colours.Folder, "one.tflite");
        string two = Path.Combine(colours.Folder, "two.tflite");
        CommandLine.Run(Quantize(one, "--threads", "1"));
        CommandLine.Run(Quantize(two, "--threads", "2"));

        Assert.True(File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(two)));
    }

    [Fact]
    public void Replacing_a_file_is_said()
    {
        string model = Path.Combine(colours.Folder, "again.tflite");
        File.WriteAllText(model, "old");
        Outcome outcome = CommandLine.Run(Quantize(model));

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains($"replacing {model}", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(colours.Folder, "*.tmp"));
    }

    [Fact]
    public void Broken_calibration_picture_is_named_and_the_rest_is_used()
    {
        string folder = Directory.CreateDirectory(Path.Combine(colours.Folder, "mixed")).FullName;
        File.Copy(Path.Combine(colours.Pictures, "a-red.ppm"), Path.Combine(folder, "red.ppm"));
        File.WriteAllText(Path.Combine(folder, "broken.png"), "");
        string model = Path.Combine(colours.Folder, "mixed.tflite");
        Outcome outcome = CommandLine.Run(["quantize", .. Network, "--calibration", folder, "--output", model]);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("broken.png", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("calibrated on 1 pictures", outcome.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(model));
    }

    [Fact]
    public void Without_any_readable_picture_nothing_is_written()
    {
        string folder = Directory.CreateDirectory(Path.Combine(colours.Folder, "broken")).FullName;
        File.WriteAllText(Path.Combine(folder, "broken.png"), "");
        string model = Path.Combine(colours.Folder, "never.tflite");
        Outcome outcome = CommandLine.Run(["quantize", .. Network, "--calibration", folder, "--output", model]);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("none of 1 calibration inputs", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.False(File.Exists(model));
    }

    [Theory]
    [InlineData("--ranges", "guess")]
    [InlineData("--percentile", "2")]
    [InlineData("--limit", "0")]
    [InlineData("--framing", "centre-crop:8")]
    public void Option_that_makes_no_sense_is_a_usage_error(string option, string value)
    {
        string model = Path.Combine(colours.Folder, "usage.tflite");
        Outcome outcome = CommandLine.Run(Quantize(model, option, value));

        Assert.Equal(2, outcome.ExitCode);
        Assert.False(File.Exists(model));
    }

    [Fact]
    public void Network_must_be_named_once()
    {
        string model = Path.Combine(colours.Folder, "usage.tflite");
        Assert.Equal(2, CommandLine.Run("quantize", "--calibration", colours.Pictures, "--output", model).ExitCode);
        Assert.Equal(2, CommandLine.Run(["quantize", colours.Model, .. Network, "--calibration", colours.Pictures, "--output", model]).ExitCode);
    }

    /// <summary>The command that quantizer/README.md gives.</summary>
    [Fact]
    [Trait("Size", "Large")]
    public void Embedded_model_is_what_its_command_makes()
    {
        SharedData.SkipIfAbsent();
        string model = Path.Combine(colours.Folder, "default.tflite");
        Outcome outcome = CommandLine.Run(
            "quantize", SharedData.Path("default", "mobilenet_v3_small_cifar10.onnx"), "--calibration", SharedData.Path("cifar10", "calib_1000.bin"),
            "--normalization", "imagenet", "--labels", SharedData.Path("default", "labels.txt"),
            "--description", "MobileNetV3-Small for 32x32 pictures of CIFAR-10's ten classes", "--output", model);
        using Stream embedded = System.Reflection.Assembly.Load("mobilenet-edge").GetManifestResourceStream("default.tflite")!;
        byte[] expected = new byte[embedded.Length];
        embedded.ReadExactly(expected);

        Assert.Equal(0, outcome.ExitCode);
        Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(model)), "the embedded model has other bytes; make it anew as quantizer/README.md says");
    }

    private string[] Quantize(string model, params string[] more)
    {
        return ["quantize", .. Network, "--calibration", colours.Pictures, "--output", model, .. more];
    }
}
