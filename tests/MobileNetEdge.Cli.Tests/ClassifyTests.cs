using System.Text.Json;

namespace MobileNetEdge.Cli.Tests;

public sealed class ClassifyTests(ColourFixture colours) : IClassFixture<ColourFixture>
{
    [Fact]
    public void Picture_gets_its_classes_best_first()
    {
        Outcome outcome = CommandLine.Run(colours.Classify(Path.Combine(colours.Pictures, "b-green.ppm")));

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("", outcome.Errors);
        Assert.Equal(4, outcome.Lines.Length);
        Assert.EndsWith("b-green.ppm", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^ 100\.00 %     1  green$", outcome.Lines[1]);
    }

    [Fact]
    public void Model_inside_the_program_knows_a_cat()
    {
        Outcome outcome = CommandLine.Run("classify", "--top", "1", Path.Combine(AppContext.BaseDirectory, "cat.png"));

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.EndsWith("  cat", outcome.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_gives_its_pictures_in_the_order_of_their_names()
    {
        Outcome outcome = CommandLine.Run(colours.Classify("--top", "1", "--threads", "3", colours.Pictures));

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(["red", "green", "blue"], outcome.Lines.Where((_, i) => i % 2 == 1).Select(line => line.Split("  ")[^1]));
    }

    [Fact]
    public void Json_is_one_value_with_classes_and_times()
    {
        Outcome outcome = CommandLine.Run(colours.Classify("--json", "--path", "reference", "--top", "2", Path.Combine(colours.Pictures, "c-blue.ppm")));

        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        JsonElement picture = Assert.Single(document.RootElement.GetProperty("pictures").EnumerateArray());
        JsonElement[] classes = [.. picture.GetProperty("classes").EnumerateArray()];
        Assert.Equal("reference", document.RootElement.GetProperty("path").GetString());
        Assert.Equal(2, classes.Length);
        Assert.Equal("blue", classes[0].GetProperty("label").GetString());
        Assert.Equal(2, classes[0].GetProperty("index").GetInt32());
        Assert.All(["preprocess", "inference", "postprocess"], stage => Assert.True(picture.GetProperty("times_ms").GetProperty(stage).GetDouble() >= 0));
    }

    [Fact]
    public void Broken_picture_is_reported_and_the_rest_goes_on()
    {
        string broken = Path.Combine(colours.Folder, "broken.png");
        File.WriteAllBytes(broken, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
        Outcome outcome = CommandLine.Run(
            colours.Classify("--json", broken, Path.Combine(colours.Folder, "nowhere.jpg"), Path.Combine(colours.Pictures, "a-red.ppm")));

        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        JsonElement[] pictures = [.. document.RootElement.GetProperty("pictures").EnumerateArray()];
        Assert.Equal(3, outcome.ExitCode);
        Assert.Equal(2, outcome.ErrorLines.Length);
        Assert.Contains("broken.png", outcome.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("nowhere.jpg", outcome.ErrorLines[1], StringComparison.Ordinal);
        Assert.True(pictures[0].TryGetProperty("error", out _));
        Assert.Equal("red", pictures[2].GetProperty("classes")[0].GetProperty("label").GetString());
    }

    [Fact]
    public void Model_that_is_none_ends_with_one_line_and_status_3()
    {
        Outcome outcome = CommandLine.Run("classify", "--model", colours.Labels, colours.Pictures);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.Contains("invalid model", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--top", "0")]
    [InlineData("--threads", "0")]
    [InlineData("--mean", "1,2")]
    [InlineData("--mean", "one")]
    [InlineData("--std", "0")]
    [InlineData("--framing", "sideways")]
    [InlineData("--framing", "centre-crop:4")]
    [InlineData("--path", "warp")]
    [InlineData("--no-such-option", "1")]
    public void Option_that_makes_no_sense_is_a_usage_error(string option, string value)
    {
        Outcome outcome = CommandLine.Run(colours.Classify(option, value, colours.Pictures));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.NotEqual("", outcome.Errors);
    }

    [Fact]
    public void Labels_of_another_count_are_a_usage_error()
    {
        string labels = Path.Combine(colours.Folder, "two.txt");
        File.WriteAllLines(labels, ["x", "y", "z", "w"]);
        Outcome outcome = CommandLine.Run("classify", "--model", colours.Model, "--labels", labels, colours.Pictures);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("4 names for 3 classes", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Label_file_with_one_name_less_starts_after_the_background()
    {
        string labels = Path.Combine(colours.Folder, "short.txt");
        File.WriteAllLines(labels, ["first", "second"]);
        Outcome outcome = CommandLine.Run(
            "classify", "--model", colours.Model, "--labels", labels, "--top", "1", Path.Combine(colours.Pictures, "a-red.ppm"));

        Assert.EndsWith("background", outcome.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_of_file_names_do_not_reach_the_terminal()
    {
        string path = colours.WritePicture("e\u001b[31m.ppm", 1, 2, 3);
        Outcome outcome = CommandLine.Run(colours.Classify("--top", "1", path));
        File.Delete(path);

        Assert.Equal(0, outcome.ExitCode);
        Assert.DoesNotContain('\u001b', outcome.Output);
    }

    [Fact]
    public void Path_named_by_the_environment_must_exist()
    {
        Outcome outcome = CommandLine.Run(new() { ["MOBILENET_EDGE_PATH"] = "warp" }, colours.Classify(colours.Pictures));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("warp", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }
}
