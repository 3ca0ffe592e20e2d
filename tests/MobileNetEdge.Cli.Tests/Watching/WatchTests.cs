using System.Diagnostics;
using System.Text.Json;
using MobileNetEdge.Tests;

namespace MobileNetEdge.Cli.Tests.Watching;

public sealed class WatchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mobilenet-edge-watch-");

    private static string Cat => Path.Combine(AppContext.BaseDirectory, "cat.png");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_known_picture_is_seen_with_the_score_of_classify()
    {
        JsonElement[] answers = Lines(CommandLine.Run("watch", "--camera", Cat, "--frames", "3", "--answers", "all"), "answer");
        Assert.Equal(["cat", "cat", "cat"], answers.Select(answer => answer.GetProperty("label").GetString()));
        Assert.Equal([0, 1, 2], answers.Select(answer => answer.GetProperty("frame").GetInt32()));
        Assert.All(answers, answer => Assert.Equal(Classify(Cat), answer.GetProperty("score").GetDouble()));
    }

    [Fact]
    public void A_JPEG_picture_from_a_folder_and_from_stdin_is_seen_with_the_score_of_classify()
    {
        SharedData.SkipIfAbsent();
        string picture = SharedData.Path("images", "eval", "ILSVRC2012_val_00003612.JPEG");
        File.Copy(picture, Path.Combine(_folder.FullName, "a.jpg"));
        double expected = Classify(picture);
        Assert.Equal(expected, ScoreOf(CommandLine.Run("watch", "--camera", _folder.FullName, "--frames", "1")));
        Assert.Equal(expected, ScoreOf(Pipe(File.ReadAllBytes(picture), "watch", "--camera", "-", "--frames", "1")));
    }

    [Fact]
    public void A_detector_gives_each_class_the_score_of_its_surest_box()
    {
        using QuadrantFixture fixture = new();
        Outcome detected = CommandLine.Run("detect", "--model", fixture.Detector, "--json", fixture.Picture);
        using JsonDocument document = JsonDocument.Parse(detected.Output);
        double[] scores = [.. document.RootElement.GetProperty("pictures")[0].GetProperty("detections").EnumerateArray()
            .Select(box => box.GetProperty("score").GetDouble())];
        Outcome watched = CommandLine.Run("watch", "--model", fixture.Detector, "--camera", fixture.Picture, "--frames", "1");
        Assert.Equal(scores.Max(), ScoreOf(watched), 3);
    }

    [Fact]
    public void Answers_are_written_when_the_best_class_changes_unless_others_are_asked_for()
    {
        Assert.Single(Lines(CommandLine.Run("watch", "--camera", Cat, "--frames", "4"), "answer"));
        Assert.Empty(Lines(CommandLine.Run("watch", "--camera", Cat, "--frames", "4", "--answers", "none"), "answer"));
    }

    [Fact]
    public void A_rule_fires_and_ends_with_the_program()
    {
        Outcome outcome = CommandLine.Run("watch", "--camera", Cat, "--frames", "5", "--when", "cat > 0.5 for 3 frames", "--hold", "1h", "--when", "dog > 0.5");
        JsonElement[] events = Lines(outcome, "event");
        Assert.Equal(["new", "end"], events.Select(happened => happened.GetProperty("phase").GetString()));
        Assert.Equal(["cat > 0.5 for 3 frames hold 1h"], events.Select(happened => happened.GetProperty("rule").GetString()).Distinct());
        Assert.Equal(2, events[0].GetProperty("frame").GetInt32());
    }

    [Fact]
    public void The_limit_is_kept_and_everything_is_counted()
    {
        File.Copy(Cat, Path.Combine(_folder.FullName, "a.png"));
        File.WriteAllText(Path.Combine(_folder.FullName, "b.png"), "no picture");
        Outcome outcome = CommandLine.Run("watch", "--camera", _folder.FullName, "--frames", "7");
        JsonElement summary = Assert.Single(Lines(outcome, "summary"));
        Assert.Equal((0, 7, 0), (outcome.ExitCode, summary.GetProperty("classified").GetInt32(), summary.GetProperty("dropped").GetInt32()));
        Assert.InRange(summary.GetProperty("broken").GetInt32(), 6, 10);
        Assert.True(summary.GetProperty("memory").GetProperty("resident_bytes").GetInt64() > 0);
    }

    [Fact]
    public void A_frame_takes_no_memory()
    {
        // What is allocated by chance, by timers and the like, is far below an object for each frame.
        const int More = 6000;
        long few = Allocated(1000);
        long many = Allocated(1000 + More);
        Assert.InRange((many - few) / (double)More, double.NegativeInfinity, 20);
    }

    [Theory]
    [InlineData("--size '64' is no size", "--size", "64")]
    [InlineData("--size '0x4' is no size", "--size", "0x4")]
    [InlineData("--format 'y16' is none of yuyv, nv12", "--format", "y16")]
    [InlineData("--rotate 45 is none of", "--rotate", "45")]
    [InlineData("--fps -1 is not between", "--fps", "-1")]
    [InlineData("--snapshot-limit '5 apples' is not a size", "--snapshot-limit", "5 apples")]
    [InlineData("position 5: found '1.5', expected a number from 0 to 1", "--when", "cat>1.5")]
    [InlineData("position 20: found '2', expected a number from 0 to 1", "--when", "cat > 0.5 in 0,0.5,2,1")]
    [InlineData("rule 'cat > 0.5 in 0,0,1,1': a region needs a detector", "--when", "cat > 0.5 in 0,0,1,1")]
    [InlineData("--threshold must lie in 0 to 1", "--threshold", "1.5")]
    [InlineData("the model has no class 'unicorn'", "--when", "unicorn > 0.5")]
    [InlineData("there are more of them than rules", "--when", "cat > 0.5", "--pin", "GPIO17", "--pin", "GPIO18")]
    [InlineData("'/no/such/folder' is no camera", "--camera", "/no/such/folder")]
    [InlineData("--framing 'wide' is none of", "--framing", "wide")]
    [InlineData("--threads", "--threads", "0")]
    [InlineData("'--no-such-option'", "--no-such-option")]
    [InlineData("--validate-config needs --config", "--validate-config")]
    public void Options_that_make_no_sense_are_usage_errors(string message, params string[] options)
    {
        Outcome outcome = CommandLine.Run(["watch", "--frames", "1", .. options, .. options.Contains("--camera") ? [] : new[] { "--camera", Cat }]);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
    }

    [Fact]
    public void A_model_that_is_not_there_is_bad_input()
    {
        Outcome outcome = CommandLine.Run("watch", "--camera", Cat, "--model", "/no/such/model.tflite");
        Assert.Equal((3, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("/no/such/model.tflite", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pin_that_is_not_there_is_a_device_error()
    {
        Outcome outcome = CommandLine.Run("watch", "--camera", Cat, "--when", "cat > 0.5", "--pin", "no-such-chip:17");
        Assert.Equal((4, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("no-such-chip:17", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Cameras_are_listed()
    {
        Outcome outcome = CommandLine.Run("cameras", "--json");
        Assert.Equal((0, JsonValueKind.Array), (outcome.ExitCode, JsonDocument.Parse(outcome.Output).RootElement.ValueKind));
        Assert.Equal(0, CommandLine.Run("cameras").ExitCode);
    }

    private static double Classify(string picture)
    {
        JsonElement pictures = JsonDocument.Parse(CommandLine.Run("classify", "--json", picture).Output).RootElement.GetProperty("pictures");
        return Math.Round(pictures[0].GetProperty("classes")[0].GetProperty("score").GetDouble(), 4);
    }

    private static double ScoreOf(Outcome outcome) => Assert.Single(Lines(outcome, "answer")).GetProperty("score").GetDouble();

    private static long Allocated(int frames)
    {
        Outcome outcome = CommandLine.Run("watch", "--camera", Cat, "--threads", "1", "--answers", "none", "--frames", $"{frames}");
        return Assert.Single(Lines(outcome, "summary")).GetProperty("memory").GetProperty("allocated_bytes").GetInt64();
    }

    private static JsonElement[] Lines(Outcome outcome, string type)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        return [.. outcome.Lines.Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("type").GetString() == type)];
    }

    private static Outcome Pipe(byte[] input, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "mobilenet-edge.dll"));
        Array.ForEach(arguments, start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, errors.Result);
    }
}
