using System.Text.Json;

namespace MobileNetEdge.Cli.Tests;

public sealed class BenchTests(ColourFixture colours) : IClassFixture<ColourFixture>
{
    private static readonly string[] SmallNetwork = ["--architecture", "mobilenet_v3_small", "--width", "0.35", "--resolution", "64"];

    [Fact]
    public void Threads_are_one_and_the_number_of_processors_unless_said()
    {
        Outcome outcome = CommandLine.Run(["bench", .. SmallNetwork, "--runs", "1", "--warmup", "0", "--no-peak", "--json"]);

        Assert.Equal(0, outcome.ExitCode);
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        IEnumerable<int> threads = document.RootElement.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("threads").GetInt32());
        Assert.Equal(new[] { 1, Environment.ProcessorCount }.Distinct(), threads);
    }

    [Fact]
    public void Results_hold_percentiles_cold_start_and_memory_for_each_number_of_threads()
    {
        Outcome outcome = CommandLine.Run(["bench", .. SmallNetwork, "--threads", "1,2", "--runs", "5", "--warmup", "1", "--json"]);

        Assert.Equal(0, outcome.ExitCode);
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        JsonElement root = document.RootElement;
        Assert.True(root.GetProperty("file_bytes").GetInt64() > 100_000);
        Assert.True(root.GetProperty("macs").GetInt64() > 100_000);
        Assert.True(root.GetProperty("peak_memory_bytes").GetInt64() > 1 << 20);
        Assert.Equal(2, root.GetProperty("results").GetArrayLength());
        foreach (JsonElement result in root.GetProperty("results").EnumerateArray())
        {
            double[] times = [.. new[] { "min_ms", "p50_ms", "p90_ms", "p99_ms" }.Select(name => result.GetProperty(name).GetDouble())];
            Assert.Equal(times.Order(), times);
            Assert.True(times[0] > 0 && result.GetProperty("first_run_ms").GetDouble() > 0 && result.GetProperty("prepare_ms").GetDouble() > 0);
            Assert.Equal(5, result.GetProperty("runs").GetInt32());
            Assert.Empty(result.GetProperty("steps").EnumerateArray());
        }
    }

    [Fact]
    public void Layers_are_measured_one_by_one_and_add_up_to_all_macs()
    {
        Outcome outcome = CommandLine.Run(["bench", .. SmallNetwork, "--threads", "1", "--runs", "3", "--layers", "--json"]);

        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        JsonElement[] steps = [.. document.RootElement.GetProperty("results")[0].GetProperty("steps").EnumerateArray()];
        Assert.Equal(document.RootElement.GetProperty("macs").GetInt64(), steps.Sum(step => step.GetProperty("macs").GetInt64()));
        Assert.All(steps, step => Assert.True(step.GetProperty("p50_ms").GetDouble() >= 0));
    }

    [Fact]
    public void Saved_architecture_is_a_model_that_runs_and_csv_has_a_row_for_each_result()
    {
        string model = Path.Combine(colours.Folder, "saved.tflite");
        string csv = Path.Combine(colours.Folder, "bench.csv");
        Outcome save = CommandLine.Run(["bench", .. SmallNetwork, "--threads", "1", "--runs", "1", "--save", model]);
        Outcome run = CommandLine.Run("bench", "--model", model, "--threads", "1,2", "--runs", "2", "--no-fusion", "--csv", csv);

        Assert.Equal((0, 0), (save.ExitCode, run.ExitCode));
        Assert.Contains("cold start", run.Output, StringComparison.Ordinal);
        string[] rows = File.ReadAllLines(csv);
        Assert.Equal("model,path,threads,step,macs,min_ms,p50_ms,p90_ms,p99_ms", rows[0]);
        Assert.Equal(3, rows.Length);
        Assert.All(rows, row => Assert.Equal(8, row.Count(c => c == ',')));
    }

    [Theory]
    [InlineData("0x50005", "under-voltage, throttled")]
    [InlineData("0x50000", null)]
    [InlineData("nonsense", null)]
    public void Firmware_that_held_the_board_back_is_reported(string flags, string? problem)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "stands in for a program of Raspberry Pi OS by a shell script");
        string folder = Directory.CreateDirectory(Path.Combine(colours.Folder, $"bin {flags}")).FullName;
        string tool = Path.Combine(folder, "vcgencmd");
        File.WriteAllText(tool, $"#!/bin/sh\necho throttled={flags}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Dictionary<string, string> path = new() { ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}" };
        Outcome outcome = CommandLine.Run(path, ["bench", .. SmallNetwork, "--threads", "1", "--runs", "1", "--json"]);

        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        Assert.Equal(problem, document.RootElement.GetProperty("board").GetProperty("problem").GetString());
        Assert.Equal(problem is not null, outcome.Errors.Contains("held back", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--threads takes numbers", "--threads", "0")]
    [InlineData("--threads takes numbers", "--threads", "1,x")]
    [InlineData("--runs", "--runs", "0")]
    [InlineData("either --model or --architecture", "--model", "x.tflite", "--architecture", "mobilenet_v1")]
    [InlineData("--save needs --architecture", "--save", "x.tflite")]
    public void Wrong_use_is_said(string message, params string[] arguments)
    {
        Outcome outcome = CommandLine.Run(["bench", .. arguments]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
    }
}
