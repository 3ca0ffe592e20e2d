using System.Globalization;
using System.Text;

namespace MobileNetEdge.Cli.Benchmarking;

/// <summary>A benchmark's results as rows: one for each number of threads, and one for each step that was measured.</summary>
internal static class BenchmarkReportCsv
{
    public static byte[] Write(BenchmarkReport report)
    {
        StringBuilder rows = new("model,path,threads,step,macs,min_ms,p50_ms,p90_ms,p99_ms\n");
        foreach (ModelTimes times in report.Times)
        {
            Latencies runs = times.Runs;
            AddRow(rows, report, times, "", report.Macs, [runs.Min, runs.P50, runs.P90, runs.P99]);
            for (int i = 0; i < times.Steps.Count; i++)
            {
                AddRow(rows, report, times, $"{i} {times.Prepared.Steps[i].Name}", times.Prepared.Steps[i].Cost.Macs, [null, times.Steps[i], null, null]);
            }
        }

        return Encoding.UTF8.GetBytes(rows.ToString());
    }

    private static void AddRow(StringBuilder rows, BenchmarkReport report, ModelTimes times, string step, long macs, double?[] milliseconds)
    {
        IEnumerable<string> numbers = milliseconds.Select(value => value?.ToString("f4", CultureInfo.InvariantCulture) ?? "");
        string[] fields = [report.Name, report.Path, Invariant(times.Threads), step, Invariant(macs), .. numbers];
        rows.AppendJoin(',', fields.Select(Quoted)).Append('\n');
    }

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>RFC 4180.</summary>
    private static string Quoted(string field)
    {
        return field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
