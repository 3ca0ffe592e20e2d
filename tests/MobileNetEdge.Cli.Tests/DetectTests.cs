using System.Text.Json;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Tests;

public sealed class DetectTests(QuadrantFixture files) : IClassFixture<QuadrantFixture>
{
    [Fact]
    public void Picture_gets_its_boxes_best_first()
    {
        Outcome outcome = CommandLine.Run("detect", "--model", files.Detector, files.Picture);

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Equal(3, outcome.Lines.Length);
        Assert.Matches(@"^ 100\.00 %   0\.000,0\.000 to 0\.500,0\.500  red$", outcome.Lines[1]);
        Assert.Matches(@"^ 100\.00 %   0\.500,0\.500 to 1\.000,1\.000  blue$", outcome.Lines[2]);
    }

    [Fact]
    public void Json_is_one_value_with_boxes_and_times()
    {
        Outcome outcome = CommandLine.Run("detect", "-m", files.Detector, "--json", "--path", "reference", files.Picture);

        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        JsonElement picture = Assert.Single(document.RootElement.GetProperty("pictures").EnumerateArray());
        JsonElement[] found = [.. picture.GetProperty("detections").EnumerateArray()];
        Assert.Equal(["red", "blue"], found.Select(box => box.GetProperty("label").GetString()));
        Assert.Equal([0.5, 0.5, 1, 1], found[1].GetProperty("box").EnumerateArray().Select(side => side.GetDouble()));
        Assert.All(["preprocess", "inference", "postprocess"], stage => Assert.True(picture.GetProperty("times_ms").GetProperty(stage).GetDouble() >= 0));
    }

    [Fact]
    public void Crop_and_letterbox_are_undone()
    {
        Outcome outcome = CommandLine.Run("detect", "-m", files.Detector, "--framing", "centre-crop:8", files.Picture);

        Assert.Matches(@"0\.000,0\.000 to 0\.500,0\.500  red$", outcome.Lines[1]);
    }

    [Fact]
    public void Boxes_are_drawn_on_a_copy()
    {
        string folder = Path.Combine(files.Folder, "drawn");
        Outcome outcome = CommandLine.Run("detect", "-m", files.Detector, "--draw", folder, files.Picture, files.Picture);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(["picture-2.png", "picture.png"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        RgbImage before = ImageFile.Load(files.Picture);
        RgbImage after = ImageFile.Load(Path.Combine(folder, "picture.png"));
        Assert.Equal((before.Width, before.Height), (after.Width, after.Height));
        Assert.False(after.Pixels.SequenceEqual(before.Pixels));
    }

    [Theory]
    [InlineData("--threshold", "1.5", "--threshold must lie in 0 to 1")]
    [InlineData("--overlap", "0", "--overlap must lie above 0")]
    public void Thresholds_out_of_range_are_refused(string option, string value, string message)
    {
        Outcome outcome = CommandLine.Run("detect", "-m", files.Detector, option, value, files.Picture);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Model_that_is_no_detector_is_refused()
    {
        Outcome outcome = CommandLine.Run("detect", "-m", files.Segmenter, files.Picture);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("it is no detector", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_picture_is_reported_and_the_others_go_on()
    {
        Outcome outcome = CommandLine.Run("detect", "-m", files.Detector, Path.Combine(files.Folder, "none.png"), files.Picture);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Single(outcome.ErrorLines);
        Assert.Equal(4, outcome.Lines.Length);
    }
}
