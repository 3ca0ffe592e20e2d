using System.Text.Json;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Tests;

public sealed class SegmentTests(QuadrantFixture files) : IClassFixture<QuadrantFixture>
{
    [Fact]
    public void Each_class_covers_its_quarter()
    {
        Outcome outcome = CommandLine.Run("segment", "--model", files.Segmenter, files.Picture);

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Equal(["  50.00 %     0  nothing", "  25.00 %     1  red", "  25.00 %     2  blue"], outcome.Lines[1..]);
    }

    [Fact]
    public void Json_is_one_value_with_shares()
    {
        Outcome outcome = CommandLine.Run("segment", "-m", files.Segmenter, "--json", files.Picture);

        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        JsonElement picture = Assert.Single(document.RootElement.GetProperty("pictures").EnumerateArray());
        Assert.Equal([0.5, 0.25, 0.25], picture.GetProperty("classes").EnumerateArray().Select(entry => entry.GetProperty("share").GetDouble()));
    }

    [Fact]
    public void Overlay_colours_all_but_the_background()
    {
        string folder = Path.Combine(files.Folder, "overlaid");
        Outcome outcome = CommandLine.Run("segment", "-m", files.Segmenter, "--draw", folder, files.Picture);

        Assert.Equal(0, outcome.ExitCode);
        RgbImage before = ImageFile.Load(files.Picture);
        RgbImage after = ImageFile.Load(Path.Combine(folder, "picture.png"));
        Assert.True(before.Row(2)[^3..].SequenceEqual(after.Row(2)[^3..]), "above on the right is background");
        Assert.False(before.Row(2)[..3].SequenceEqual(after.Row(2)[..3]));
        Assert.False(after.Row(2)[..3].SequenceEqual(after.Row(13)[^3..]));
    }

    [Fact]
    public void Model_that_is_no_segmenter_is_refused()
    {
        Outcome outcome = CommandLine.Run("segment", "-m", files.Detector, files.Picture);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("a segmenter has one 8-bit output", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }
}
