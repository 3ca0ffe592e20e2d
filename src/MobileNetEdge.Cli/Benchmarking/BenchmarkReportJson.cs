using System.Text.Json;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Benchmarking;

/// <summary>A benchmark's results as one JSON value; times are in milliseconds.</summary>
internal static class BenchmarkReportJson
{
    public static void Write(BenchmarkReport report, Stream output) => ModelReportJson.WriteValue(output, writer => Write(report, writer));

    private static void Write(BenchmarkReport report, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("model", report.Name);
        writer.WriteNumber("file_bytes", report.FileBytes);
        writer.WriteNumber("macs", report.Macs);
        writer.WriteString("path", report.Path);
        writer.WriteNumber("core_peak_gmacs_per_second", report.PeakMacsPerSecond / 1e9);
        writer.WriteNumber("load_ms", report.Load);
        writer.WriteNumber("peak_memory_bytes", report.PeakMemoryBytes);
        ModelReportJson.WriteArray(writer, "results", report.Times, (w, times) => WriteTimes(report, w, times));
        writer.WritePropertyName("board");
        WriteBoard(report, writer);
        writer.WriteEndObject();
    }

    private static void WriteTimes(BenchmarkReport report, Utf8JsonWriter writer, ModelTimes times)
    {
        Latencies runs = times.Runs;
        writer.WriteNumber("threads", times.Threads);
        writer.WriteNumber("prepare_ms", times.Prepare);
        writer.WriteNumber("first_run_ms", times.First);
        writer.WriteNumber("runs", runs.Count);
        writer.WriteNumber("min_ms", runs.Min);
        writer.WriteNumber("p50_ms", runs.P50);
        writer.WriteNumber("p90_ms", runs.P90);
        writer.WriteNumber("p99_ms", runs.P99);
        writer.WriteNumber("images_per_second", 1000 / runs.Mean);
        writer.WriteNumber("gmacs_per_second", BenchmarkReport.Gigamacs(report.Macs, runs.P50));
        writer.WriteNumber("share_of_peak", report.ShareOfPeak(report.Macs, runs.P50, times.Threads));
        writer.WriteNumber("arena_bytes", times.Prepared.ArenaByteCount);
        writer.WriteNumber("scratch_bytes_per_thread", times.Prepared.ScratchByteCount);
        ModelReportJson.WriteArray(writer, "steps", times.Steps.Select((time, i) => (Step: times.Prepared.Steps[i], Time: time)), (w, entry) =>
        {
            w.WriteString("operators", entry.Step.Name);
            w.WriteString("path", ExecutionPaths.NameOf(entry.Step.Path));
            w.WriteString("output", entry.Step.Output.Name);
            w.WriteNumber("macs", entry.Step.Cost.Macs);
            w.WriteNumber("p50_ms", entry.Time);
        });
    }

    private static void WriteBoard(BenchmarkReport report, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach ((string moment, BoardState state) in new[] { ("before", report.Before), ("after", report.After) })
        {
            writer.WriteStartObject(moment);
            WriteNumber(writer, "temperature_celsius", state.TemperatureCelsius);
            WriteNumber(writer, "clock_megahertz", state.ClockMegahertz);
            WriteNumber(writer, "throttled", state.Throttled);
            writer.WriteEndObject();
        }

        writer.WriteString("problem", report.Problem);
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
