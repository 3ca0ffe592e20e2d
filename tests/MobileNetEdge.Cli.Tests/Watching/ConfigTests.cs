using System.Text.Json;

namespace MobileNetEdge.Cli.Tests.Watching;

public sealed class ConfigTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mobilenet-edge-config-");

    private static string Cat => Path.Combine(AppContext.BaseDirectory, "cat.png");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_says_what_options_say_and_options_win()
    {
        string config = Write(
            $$"""
            {
              // As it would be typed.
              "camera": "{{Cat}}", "frames": 2, "answers": "all", "threads": 1, "fps": 50.5, "flip": false, "mean": 127.5, "std": "127.5",
              "rules": [ { "when": "dog > 0.9" }, { "when": "cat > 0.1", "hold": "1h" }, ],
            }
            """);
        Assert.Equal((2, 2, 1), Watch("--config", config));
        Assert.Equal((3, 3, 1), Watch("--config", config, "--frames", "3"));
        Assert.Equal((2, 2, 0), Watch("--config", config, "--when", "dog > 0.9"));
    }

    [Theory]
    [InlineData("{ \"size\": \"640\" }", 1, 11, "--size '640' is no size such as 640x480")]
    [InlineData("{\n  \"camera\": \"auto\",\n  \"frmes\": 5\n}", 3, 3, "\"frmes\" is no setting; did you mean \"frames\"?")]
    [InlineData("{\n\t\"when\": \"cat > 0.8\" }", 2, 2, "\"when\" is no setting; ")]
    [InlineData("{ \"config\": \"x\" }", 1, 3, "\"config\" is no setting; ")]
    [InlineData("{ \"zzzzzzzzzz\": 1 }", 1, 3, "known are active-low, answers, camera")]
    [InlineData("{ \"frames\": \"5\" }", 1, 13, "\"frames\" is a number, not a text")]
    [InlineData("{ \"flip\": 1 }", 1, 11, "\"flip\" is true or false, not a number")]
    [InlineData("{ \"camera\": [] }", 1, 13, "\"camera\" is a text, not a list")]
    [InlineData("{ \"camera\": null }", 1, 13, "leave it out for its default")]
    [InlineData("{ \"frames\": 1e99 }", 1, 13, "1e99")]
    [InlineData("{ \"threads\": 0 }", 1, 14, "--threads must be at least 1")]
    [InlineData("{ \"answers\": \"some\" }", 1, 14, "some")]
    [InlineData("{ \"mean\": \"1\" }", 1, 11, "--mean and --std go together")]
    [InlineData("{ \"fps\": 1, \"fps\": 2 }", 1, 13, "a second \"fps\"")]
    [InlineData("{ \"rules\": {} }", 1, 12, "\"rules\" is a list of objects")]
    [InlineData("{ \"rules\": [\n  { \"pin\": \"GPIO17\" } ] }", 2, 3, "a rule is an object with at least \"when\"")]
    [InlineData("{ \"rules\": [ { \"when\": \"cat > 0.8 fr 3 frames\" } ] }", 1, 24, "position 11: found 'fr'")]
    [InlineData("{ \"rules\": [ { \"when\": \"cat > 0.8\",\n \"hold\": \"long\" } ] }", 2, 10, "expected a time such as 2s")]
    [InlineData("{ \"rules\": [ { \"when\": \"cat > 0.8\", \"pn\": \"GPIO17\" } ] }", 1, 37, "\"pn\" is no setting; did you mean \"pin\"?")]
    [InlineData("[]", 1, 1, "a configuration is an object")]
    [InlineData("{ \"ä\": 1, \"fps\": }", 1, 18, "no JSON")]
    [InlineData("{ \"fps\": 1 } x", 1, 14, "no JSON")]
    [InlineData("", 1, 1, "no JSON")]
    public void What_is_wrong_is_told_with_line_and_column(string json, int line, int column, string problem)
    {
        string config = Write(json);
        Outcome outcome = CommandLine.Run("watch", "--config", config, "--validate-config");
        Assert.Contains(problem, outcome.Errors, StringComparison.Ordinal);
        Assert.StartsWith($"mobilenet-edge: {config}, line {line}, column {column}: ", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal((3, ""), (outcome.ExitCode, outcome.Output));
    }

    [Fact]
    public void A_file_in_order_is_told()
    {
        string config = Write("{ \"camera\": \"auto\", \"rules\": [ { \"when\": \"cat > 80%\", \"pin\": \"GPIO17\" } ] }");
        Outcome outcome = CommandLine.Run("watch", "--config", config, "--validate-config");
        Assert.Equal((0, $"mobilenet-edge: {config} is in order\n"), (outcome.ExitCode, outcome.Errors));
    }

    [Fact]
    public void A_file_that_is_not_there_is_bad_input()
    {
        Assert.Equal(3, CommandLine.Run("watch", "--config", Path.Combine(_folder.FullName, "none.json")).ExitCode);
    }

    private string Write(string json)
    {
        string path = Path.Combine(_folder.FullName, "watch.json");
        File.WriteAllText(path, json);
        return path;
    }

    /// <summary>Frames classified, answers written, and events begun.</summary>
    private static (int Frames, int Answers, int Events) Watch(params string[] options)
    {
        Outcome outcome = CommandLine.Run(["watch", .. options]);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        JsonElement[] lines = [.. outcome.Lines.Select(line => JsonDocument.Parse(line).RootElement)];
        return (
            lines.Single(line => line.GetProperty("type").GetString() == "summary").GetProperty("classified").GetInt32(),
            lines.Count(line => line.GetProperty("type").GetString() == "answer"),
            lines.Count(line => line.GetProperty("type").GetString() == "event" && line.GetProperty("phase").GetString() == "new"));
    }
}
