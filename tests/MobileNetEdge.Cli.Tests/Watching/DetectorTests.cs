using System.Text.Json;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Tests.Watching;

/// <summary>watch with a detector: red above on the left, blue below on the right.</summary>
public sealed class DetectorTests(QuadrantFixture files) : IClassFixture<QuadrantFixture>
{
    [Fact]
    public void Events_carry_the_box_and_a_rule_sees_only_its_region()
    {
        JsonElement[] events = Events(files.Picture, "--when", "blue > 0.5", "--when", "red > 0.5 in 0,0,0.6,0.6 for 2 frames", "--when", "blue > 0.5 in 0,0,0.6,0.6");
        Assert.Equal(["blue", "red", "blue", "red"], events.Select(happened => happened.GetProperty("label").GetString()));
        Assert.All(events.Where(happened => happened.GetProperty("label").GetString() == "red"), happened => Assert.Equal([0, 0, 0.5, 0.5], BoxOf(happened)));
        Assert.Equal([0.5, 0.5, 1, 1], BoxOf(events[0]));
        Assert.Equal([0, 1], events[..2].Select(happened => happened.GetProperty("frame").GetInt32()));
    }

    [Theory]
    [InlineData(0, false, 0, 0)]
    [InlineData(0, true, 0.5, 0)]
    [InlineData(90, false, 0.5, 0)]
    [InlineData(90, true, 0, 0)]
    [InlineData(180, false, 0.5, 0.5)]
    [InlineData(270, false, 0, 0.5)]
    [InlineData(270, true, 0.5, 0.5)]
    public void Boxes_and_regions_are_those_of_the_turned_picture(int degrees, bool flip, double left, double top)
    {
        FormattableString rule = $"red > 0.5 in {left},{top},{left + 0.5},{top + 0.5}";
        string[] turn = ["--rotate", $"{degrees}", .. flip ? ["--flip"] : Array.Empty<string>()];
        JsonElement[] events = Events(files.Picture, ["--when", FormattableString.Invariant(rule), .. turn]);
        Assert.Equal([left, top, left + 0.5, top + 0.5], BoxOf(events[0]));
    }

    [Theory]
    [InlineData("centre-crop:8", 320, 160, 0.25, 0, 0.5, 0.5)]
    [InlineData("letterbox", 150, 200, 0, 0, 0.5, 0.5)]
    [InlineData("stretch", 320, 160, 0, 0, 0.5, 0.5)]
    public void Boxes_are_those_of_the_whole_picture(string framing, int width, int height, double left, double top, double right, double bottom)
    {
        string picture = Path.Combine(files.Folder, $"{framing.Replace(':', '-')}.ppm");
        QuadrantFixture.WriteQuarters(picture, width, height, QuadrantFixture.Red, QuadrantFixture.Grey, QuadrantFixture.Grey, QuadrantFixture.Blue);
        JsonElement[] events = Events(picture, "--when", "red > 0.5", "--framing", framing);
        Assert.Equal([left, top, right, bottom], BoxOf(events[0]));
    }

    [Fact]
    public void Where_nothing_is_found_the_answer_has_no_label()
    {
        string picture = Path.Combine(files.Folder, "grey.ppm");
        QuadrantFixture.WriteQuarters(picture, 16, 16, QuadrantFixture.Grey, QuadrantFixture.Grey, QuadrantFixture.Grey, QuadrantFixture.Grey);
        JsonElement answer = Assert.Single(Watch(picture, "answer"));
        Assert.Equal((JsonValueKind.Null, 0), (answer.GetProperty("label").ValueKind, answer.GetProperty("score").GetDouble()));
    }

    [Fact]
    public void A_region_stands_in_a_file_of_settings_too()
    {
        string config = Path.Combine(files.Folder, "config.json");
        File.WriteAllText(config, """{ "rules": [ { "when": "red > 0.5 in 0,0,50%,50% for 2 frames", "hold": "1h" } ] }""");
        JsonElement[] events = Events(files.Picture, "--config", config);
        Assert.Equal([1, 2], events.Select(happened => happened.GetProperty("frame").GetInt32()));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("180")]
    public void A_snapshot_has_the_box_drawn(string degrees)
    {
        string picture = Path.Combine(files.Folder, $"large{degrees}.ppm");
        string kept = Path.Combine(files.Folder, $"kept{degrees}");
        QuadrantFixture.WriteQuarters(picture, 160, 160, QuadrantFixture.Red, QuadrantFixture.Grey, QuadrantFixture.Grey, QuadrantFixture.Blue);
        Watch(picture, "event", "--when", "blue > 0.5 in 0,0,1,1", "--snapshots", kept, "--rotate", degrees);
        string file = Assert.Single(Directory.GetFiles(kept));
        RgbImage drawn = ImageFile.Load(file);
        bool isTurned = degrees == "180";
        Assert.True(LightPixels(drawn, isTurned ? 2 : 82, isTurned ? 2 : 60) > 20, "the label's text can be seen");
        Assert.Equal(0, LightPixels(drawn, isTurned ? 82 : 2, isTurned ? 100 : 20));
    }

    /// <summary>Light pixels in a rectangle of 70×18: what is drawn in white.</summary>
    private static int LightPixels(RgbImage picture, int left, int top)
    {
        int count = 0;
        for (int y = top; y < top + 18; y++)
        {
            for (int x = left; x < left + 70; x++)
            {
                ReadOnlySpan<byte> pixel = picture.Row(y).Slice(3 * x, 3);
                count += pixel[0] > 150 && pixel[1] > 150 && pixel[2] > 150 ? 1 : 0;
            }
        }

        return count;
    }

    private JsonElement[] Events(string picture, params string[] options) => Watch(picture, "event", options);

    private JsonElement[] Watch(string picture, string type, params string[] options)
    {
        Outcome outcome = CommandLine.Run(["watch", "--model", files.Detector, "--camera", picture, "--frames", "3", .. options]);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        return [.. outcome.Lines.Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("type").GetString() == type)];
    }

    private static double[] BoxOf(JsonElement line) => [.. line.GetProperty("box").EnumerateArray().Select(side => side.GetDouble())];
}
