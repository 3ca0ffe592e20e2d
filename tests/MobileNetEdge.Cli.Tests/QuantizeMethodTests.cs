namespace MobileNetEdge.Cli.Tests;

/// <summary>What quantize says in the model it writes of the methods that made it.</summary>
public sealed class QuantizeMethodTests(ColourFixture colours) : IClassFixture<ColourFixture>
{
    private const string Default = "ranges by search on 24 pictures, equalization, bias correction";

    [Theory]
    [InlineData("fast", "ranges by percentile 0.9996, equalization, bias correction")]
    [InlineData("default", Default)]
    [InlineData("best", "ranges by search on 64 pictures, equalization, channel splitting, bias correction, bias reconstruction")]
    public void Effort_is_said(string effort, string expected) => Assert.Equal($"1 pictures, {expected}", Said("--effort", effort));

    [Theory]
    [InlineData("calibration-views", $"{Default}, no calibration views")]
    [InlineData("equalization", "ranges by search on 24 pictures, bias correction")]
    [InlineData("range-search", "ranges by percentile 0.9996, equalization, bias correction")]
    [InlineData("hard-swish-spelling", $"{Default}, no hard-swish spelling")]
    [InlineData("weight-scale-search", $"{Default}, no weight scale search")]
    [InlineData("compensated-rounding", $"{Default}, no compensated rounding")]
    [InlineData("bias-correction", "ranges by search on 24 pictures, equalization")]
    public void Method_that_is_left_out_is_said(string method, string expected) => Assert.Equal($"1 pictures, {expected}", Said("--without", method));

    [Fact]
    public void Several_methods_can_be_left_out()
    {
        Assert.Equal(
            "1 pictures, ranges by percentile 0.9996, no compensated rounding",
            Said("--without", "compensated-rounding", "--without", "equalization", "--without", "bias-correction", "--effort", "fast"));
    }

    [Theory]
    [InlineData("--effort", "most")]
    [InlineData("--effort", "")]
    [InlineData("--without", "rounding")]
    [InlineData("--without", "Equalization")]
    public void Unknown_name_is_a_usage_error(string option, string value)
    {
        string model = Path.Combine(colours.Folder, "unknown.tflite");
        Outcome outcome = CommandLine.Run(Quantize(model, option, value));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(value, outcome.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(model));
    }

    private string? Said(params string[] options)
    {
        string file = Path.Combine(colours.Folder, $"{string.Join('-', options)}.tflite");
        Outcome outcome = CommandLine.Run(Quantize(file, options));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        using Model model = Model.Load(file);
        return model.Metadata.Calibration;
    }

    private string[] Quantize(string model, params string[] more)
    {
        return
        [
            "quantize", "--architecture", "mobilenet_v1", "--width", "0.25", "--resolution", "32", "--classes", "3",
            "--calibration", colours.Pictures, "--limit", "1", "--output", model, .. more,
        ];
    }
}
