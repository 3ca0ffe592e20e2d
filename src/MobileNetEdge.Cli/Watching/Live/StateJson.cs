using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MobileNetEdge.Cli.Benchmarking;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>Writes what the page shows as one JSON object.</summary>
internal sealed class StateJson(LiveSources sources)
{
    private const int Best = 5;

    private readonly WatchSetup _setup = sources.Setup;

    /// <summary>The state at this moment.</summary>
    public byte[] Write()
    {
        LiveSnapshot seen = sources.TakeSnapshot();
        ArrayBufferWriter<byte> buffer = new(4096);
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("time", DateTimeOffset.Now);
            WriteCamera(writer, seen);
            WriteTop(writer, seen);
            if (_setup.Drawing is { } drawing)
            {
                BoxJson.WriteAll(writer, seen.Boxes, _setup.Labels, drawing.Threshold);
            }

            WriteTimes(writer, seen);
            WriteRules(writer, seen);
            WriteBoard(writer, sources.ReadBoard());
            WriteCounts(writer, sources.Counts);
            WriteSetup(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WriteCamera(Utf8JsonWriter writer, LiveSnapshot seen)
    {
        writer.WriteStartObject("camera");
        writer.WriteString("name", _setup.Camera.Name);
        writer.WriteString("status", EventLines.NameOf(seen.Camera.Outcome.Status));
        writer.WriteString("message", seen.Camera.Outcome.IsReady ? "" : seen.Camera.Outcome.ToString());
        writer.WriteString("complaint", sources.Complaint(seen));
        writer.WriteNumber("attempt", seen.Camera.Attempt);
        if (seen.FrameAge is { } age)
        {
            writer.WriteNumber("frame", seen.Sequence);
            writer.WriteNumber("age_s", Math.Round(age.TotalSeconds, 1));
            writer.WriteString("shape", $"{seen.Shape.Width}×{seen.Shape.Height} {seen.Shape.Format}");
        }

        writer.WriteEndObject();
    }

    private void WriteTop(Utf8JsonWriter writer, LiveSnapshot seen)
    {
        writer.WriteStartArray("top");
        int count = seen.FrameAge is null ? 0 : Math.Min(Best, seen.Scores.Length);
        int[] classes = new int[seen.Scores.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = i;
        }

        Array.Sort(classes, (a, b) => seen.Scores[b].CompareTo(seen.Scores[a]) is var order and not 0 ? order : a.CompareTo(b));
        foreach (int index in classes.AsSpan(0, count))
        {
            // What a detector did not see has no place among the best.
            if (_setup.Drawing is not null && seen.Scores[index] <= 0)
            {
                break;
            }

            writer.WriteStartObject();
            writer.WriteString("label", _setup.Labels[index]);
            writer.WriteNumber("score", Math.Round(seen.Scores[index], 4));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTimes(Utf8JsonWriter writer, LiveSnapshot seen)
    {
        writer.WriteStartObject("times_ms");
        writer.WriteNumber("preprocess", Math.Round(seen.Times.Preprocess.TotalMilliseconds, 3));
        writer.WriteNumber("inference", Math.Round(seen.Times.Inference.TotalMilliseconds, 3));
        writer.WriteNumber("postprocess", Math.Round(seen.Times.Postprocess.TotalMilliseconds, 3));
        writer.WriteEndObject();
        writer.WriteNumber("rate", Math.Round(RateHistory.Rate(seen.FramesEachSecond), 1));
        writer.WriteStartObject("history");
        writer.WriteNumber("seconds", RateHistory.Seconds);
        writer.WriteStartArray("frames");
        Array.ForEach(seen.FramesEachSecond, writer.WriteNumberValue);
        writer.WriteEndArray();
        writer.WriteStartArray("ms");
        Array.ForEach(seen.MillisecondsEachSecond, value => writer.WriteNumberValue(Math.Round(value, 2)));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteRules(Utf8JsonWriter writer, LiveSnapshot seen)
    {
        writer.WriteStartArray("rules");
        for (int i = 0; i < seen.Rules.Length; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("text", _setup.Rules[i].Text);
            writer.WriteBoolean("active", seen.Rules[i].IsActive);
            writer.WriteNumber("events", seen.Rules[i].Events);
            if (seen.Rules[i].Last is { } last)
            {
                writer.WriteNumber("best", Math.Round(last.Best, 4));
                writer.WriteNumber("ago_s", Math.Max(0, Math.Round((MonotonicClock.Now - last.Time).TotalSeconds)));
                if (last.Box is { } box)
                {
                    BoxJson.Write(writer, box);
                }
            }

            if (_setup.Rules[i].Region is { } region)
            {
                BoxJson.Write(writer, region);
            }

            if (i < _setup.Pins.Count)
            {
                writer.WriteString("pin", _setup.Pins[i].Name);
                writer.WriteBoolean("pin_active", _setup.Pins[i].IsActive);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteBoard(Utf8JsonWriter writer, BoardState board)
    {
        writer.WriteStartObject("board");
        if (board.TemperatureCelsius is { } celsius)
        {
            writer.WriteNumber("celsius", Math.Round(celsius, 1));
        }

        if (board.ClockMegahertz is { } megahertz)
        {
            writer.WriteNumber("megahertz", Math.Round(megahertz));
        }

        if (board.Throttled is not null)
        {
            WriteFlags(writer, "now", board.PresentFlags);
            WriteFlags(writer, "before", board.PastFlags);
        }

        writer.WriteEndObject();
    }

    private static void WriteFlags(Utf8JsonWriter writer, string name, IReadOnlyList<string> flags)
    {
        writer.WriteStartArray(name);
        foreach (string flag in flags)
        {
            writer.WriteStringValue(flag);
        }

        writer.WriteEndArray();
    }

    private static void WriteCounts(Utf8JsonWriter writer, WatchCounts counts)
    {
        writer.WriteStartObject("counts");
        writer.WriteNumber("read", counts.Read);
        writer.WriteNumber("classified", counts.Classified);
        writer.WriteNumber("dropped", counts.Dropped);
        writer.WriteNumber("broken", counts.Broken);
        writer.WriteNumber("missed", counts.Missed);
        writer.WriteNumber("reconnects", counts.Reconnects);
        writer.WriteEndObject();
    }

    private void WriteSetup(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("setup");
        writer.WriteString("model", _setup.Model);
        writer.WriteString("input", string.Create(CultureInfo.InvariantCulture, $"{_setup.Preprocessing.Width}×{_setup.Preprocessing.Height}, {_setup.Preprocessing.Framing}"));
        writer.WriteString("path", ExecutionPaths.NameOf(_setup.Prepared.Path));
        writer.WriteNumber("threads", _setup.Prepared.Threads);
        writer.WriteBoolean("trigger", _setup.HasTrigger);
        writer.WriteString("version", ProgramVersion.Text);
        writer.WriteEndObject();
    }
}
