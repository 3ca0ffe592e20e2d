using MobileNetEdge.Runtime;
using Spectre.Console;
using static MobileNetEdge.Cli.Output.ModelReportText;

namespace MobileNetEdge.Cli.Benchmarking;

/// <summary>A benchmark's results as tables.</summary>
internal static class BenchmarkReportText
{
    public static void Write(BenchmarkReport report, IAnsiConsole console)
    {
        WriteLine(console, Invariant($"{report.Name}: {report.FileBytes:n0} bytes, {report.Macs / 1e6:f1} M MACs"));
        string peak = report.PeakMacsPerSecond > 0 ? Invariant($"; one core's peak {report.PeakMacsPerSecond / 1e9:f1} GMAC/s") : "";
        WriteLine(console, $"path {report.Path}{peak}");
        WriteRuns(report, console);
        ModelTimes first = report.Times[0];
        WriteLine(console, Invariant(
            $"cold start: load {report.Load:f2} ms + prepare {first.Prepare:f2} ms + first run {first.First:f2} ms = {report.Load + first.Prepare + first.First:f2} ms"));
        WriteLine(console, Invariant(
            $"arena {first.Prepared.ArenaByteCount:n0} bytes + {first.Prepared.ScratchByteCount:n0} a thread; peak memory of the process {report.PeakMemoryBytes / 1048576.0:f1} MiB"));
        foreach (ModelTimes times in report.Times.Where(times => times.Steps.Count > 0))
        {
            WriteSteps(report, times, console);
        }

        WriteBoard(report, console);
    }

    private static void WriteRuns(BenchmarkReport report, IAnsiConsole console)
    {
        Table table = Plain("threads", "runs", "min ms", "p50 ms", "p90 ms", "p99 ms", "images/s", "GMAC/s", "of peak");
        foreach (ModelTimes times in report.Times)
        {
            Latencies runs = times.Runs;
            AddRow(
                table, Invariant($"{times.Threads}"), Invariant($"{runs.Count}"), Invariant($"{runs.Min:f3}"), Invariant($"{runs.P50:f3}"),
                Invariant($"{runs.P90:f3}"), Invariant($"{runs.P99:f3}"), Invariant($"{1000 / runs.Mean:f1}"),
                Invariant($"{BenchmarkReport.Gigamacs(report.Macs, runs.P50):f1}"), Share(report.ShareOfPeak(report.Macs, runs.P50, times.Threads)));
        }

        console.Write(table);
    }

    private static void WriteSteps(BenchmarkReport report, ModelTimes times, IAnsiConsole console)
    {
        WriteLine(console, Invariant($"steps with {times.Threads} threads:"));
        Table table = Plain("step", "operators", "path", "output", "µs", "share", "GMAC/s", "of peak");
        double total = times.Steps.Sum();
        for (int i = 0; i < times.Steps.Count; i++)
        {
            PreparedStep step = times.Prepared.Steps[i];
            long macs = step.Cost.Macs;
            bool hasMacs = macs > 0;
            AddRow(
                table, Invariant($"{i}"), step.Name, ExecutionPaths.NameOf(step.Path), step.Output.Shape.ToString(),
                Invariant($"{times.Steps[i] * 1000:f1}"), Share(times.Steps[i] / total),
                hasMacs ? Invariant($"{BenchmarkReport.Gigamacs(macs, times.Steps[i]):f1}") : "",
                hasMacs ? Share(report.ShareOfPeak(macs, times.Steps[i], times.Threads)) : "");
        }

        console.Write(table);
    }

    private static void WriteBoard(BenchmarkReport report, IAnsiConsole console)
    {
        (BoardState before, BoardState after) = (report.Before, report.After);
        if (before.TemperatureCelsius is { } from && after.TemperatureCelsius is { } to)
        {
            WriteLine(console, Invariant($"temperature {from:f1} °C before, {to:f1} °C after"));
        }

        if (before.ClockMegahertz is { } slow && after.ClockMegahertz is { } fast)
        {
            WriteLine(console, Invariant($"clock {slow:f0} MHz before, {fast:f0} MHz after"));
        }

        if (after.Throttled is { } flags)
        {
            WriteLine(console, Invariant($"throttling flags 0x{before.Throttled ?? 0:x} before, 0x{flags:x} after"));
        }
    }

    private static string Share(double share) => share > 0 ? Invariant($"{share * 100:f1} %") : "";
}
