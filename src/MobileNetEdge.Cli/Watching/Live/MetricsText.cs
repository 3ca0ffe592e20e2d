using System.Globalization;
using System.Text;
using MobileNetEdge.Cli.Benchmarking;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>Writes what is measured in Prometheus' text format.</summary>
/// <remarks>https://prometheus.io/docs/instrumenting/exposition_formats, version 0.0.4.</remarks>
internal sealed class MetricsText(LiveSources sources)
{
    /// <summary>The format's media type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const string Prefix = "mobilenet_edge_";

    /// <summary>All metrics at this moment.</summary>
    public string Write()
    {
        LiveSnapshot seen = sources.TakeSnapshot();
        StringBuilder text = new(8192);
        WriteBuild(text);
        WriteCounts(text, sources.Counts);
        Head(text, "camera_ready", "gauge", "Whether the camera gives frames.");
        Sample(text, "camera_ready", "", seen.Camera.Outcome.Status == CameraStatus.Ready ? 1 : 0);
        WriteStages(text, seen);
        WriteRules(text, seen);
        WriteBoard(text, sources.ReadBoard());
        Head(text, "resident_memory_bytes", "gauge", "Memory of the process.");
        Sample(text, "resident_memory_bytes", "", Environment.WorkingSet);
        return text.ToString();
    }

    private void WriteBuild(StringBuilder text)
    {
        WatchSetup setup = sources.Setup;
        Head(text, "build_info", "gauge", "Always 1; its labels say what runs.");
        string path = ExecutionPaths.NameOf(setup.Prepared.Path);
        Sample(text, "build_info", $"version=\"{Escape(ProgramVersion.Text)}\",path=\"{path}\",model=\"{Escape(setup.Model)}\"", 1);
    }

    private static void WriteCounts(StringBuilder text, WatchCounts counts)
    {
        Counter(text, "frames_read_total", "Whole frames that the camera gave.", counts.Read);
        Counter(text, "frames_classified_total", "Frames that were classified.", counts.Classified);
        Counter(text, "frames_dropped_total", "Frames that a later one replaced before they were looked at.", counts.Dropped);
        Counter(text, "frames_broken_total", "Frames that were damaged.", counts.Broken);
        Counter(text, "frames_missed_total", "Frames that were lost before they reached the program.", counts.Missed);
        Counter(text, "camera_reconnects_total", "How often the camera came back.", counts.Reconnects);
    }

    private static void WriteStages(StringBuilder text, LiveSnapshot seen)
    {
        Head(text, "stage_duration_seconds", "histogram", "Time of each stage of a frame.");
        Histogram(text, "preprocess", seen.Preprocess);
        Histogram(text, "inference", seen.Inference);
        Histogram(text, "postprocess", seen.Postprocess);
    }

    private static void Histogram(StringBuilder text, string stage, StageHistogram times)
    {
        long count = 0;
        for (int i = 0; i < times.Counts.Length; i++)
        {
            count += times.Counts[i];
            string bound = i < StageHistogram.Bounds.Length ? Number(StageHistogram.Bounds[i]) : "+Inf";
            Sample(text, "stage_duration_seconds_bucket", $"stage=\"{stage}\",le=\"{bound}\"", count);
        }

        Sample(text, "stage_duration_seconds_sum", $"stage=\"{stage}\"", times.Sum);
        Sample(text, "stage_duration_seconds_count", $"stage=\"{stage}\"", count);
    }

    private void WriteRules(StringBuilder text, LiveSnapshot seen)
    {
        WatchSetup setup = sources.Setup;
        if (seen.Rules.Length > 0)
        {
            Head(text, "rule_active", "gauge", "Whether an event of the rule is under way.");
            ForEachRule(text, "rule_active", rule => seen.Rules[rule].IsActive ? 1 : 0);
            Head(text, "rule_events_total", "counter", "Events of the rule.");
            ForEachRule(text, "rule_events_total", rule => seen.Rules[rule].Events);
        }

        if (setup.Pins.Count > 0)
        {
            Head(text, "pin_active", "gauge", "Whether the line is active.");
            for (int i = 0; i < setup.Pins.Count; i++)
            {
                Sample(text, "pin_active", $"pin=\"{Escape(setup.Pins[i].Name)}\",rule=\"{i + 1}\"", setup.Pins[i].IsActive ? 1 : 0);
            }
        }
    }

    private void ForEachRule(StringBuilder text, string name, Func<int, double> value)
    {
        for (int i = 0; i < sources.Setup.Rules.Count; i++)
        {
            Sample(text, name, $"rule=\"{i + 1}\",text=\"{Escape(sources.Setup.Rules[i].Text)}\"", value(i));
        }
    }

    private static void WriteBoard(StringBuilder text, BoardState board)
    {
        if (board.TemperatureCelsius is { } celsius)
        {
            Head(text, "temperature_celsius", "gauge", "The board's warmest zone.");
            Sample(text, "temperature_celsius", "", celsius);
        }

        if (board.Throttled is { } flags)
        {
            Head(text, "throttled_flags", "gauge", "The firmware's flags, as vcgencmd get_throttled; 0 where all is well and was.");
            Sample(text, "throttled_flags", "", flags);
        }
    }

    private static void Counter(StringBuilder text, string name, string help, long value)
    {
        Head(text, name, "counter", help);
        Sample(text, name, "", value);
    }

    private static void Head(StringBuilder text, string name, string type, string help)
    {
        text.Append("# HELP ").Append(Prefix).Append(name).Append(' ').Append(help).Append('\n');
        text.Append("# TYPE ").Append(Prefix).Append(name).Append(' ').Append(type).Append('\n');
    }

    private static void Sample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(Prefix).Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string value)
    {
        return value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }
}
