using System.Text.Encodings.Web;
using System.Text.Json;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Rules;

namespace MobileNetEdge.Cli.Watching;

/// <summary>Writes what happens to stdout, one line of JSON for each thing.</summary>
internal sealed class EventLines(Stream output) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Utf8JsonWriter _writer = new(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>A camera's new state.</summary>
    public void Camera(CameraChange change) => Write("camera", writer =>
    {
        writer.WriteString("status", NameOf(change.Outcome.Status));
        if (change.Outcome.Message.Length > 0)
        {
            writer.WriteString("message", change.Outcome.ToString());
            writer.WriteNumber("attempt", change.Attempt);
        }
    });

    /// <summary>What is seen in a frame.</summary>
    public void Answer(CameraFrame frame, string label, double score, StageTimes times, bool triggered) => Write("answer", writer =>
    {
        writer.WriteNumber("frame", frame.Sequence);
        writer.WriteString("label", label);
        writer.WriteNumber("score", Math.Round(score, 4));
        writer.WriteBoolean("triggered", triggered);
        writer.WriteStartObject("times_ms");
        writer.WriteNumber("preprocess", Math.Round(times.Preprocess.TotalMilliseconds, 3));
        writer.WriteNumber("inference", Math.Round(times.Inference.TotalMilliseconds, 3));
        writer.WriteNumber("postprocess", Math.Round(times.Postprocess.TotalMilliseconds, 3));
        writer.WriteEndObject();
    });

    /// <summary>A point in an event's life.</summary>
    public void Event(RuleEvent happened) => Write("event", writer =>
    {
        writer.WriteNumber("id", happened.Id);
        writer.WriteString("phase", happened.Phase switch { EventPhase.New => "new", EventPhase.Update => "update", _ => "end" });
        writer.WriteString("rule", happened.Rule.Text);
        writer.WriteString("label", happened.Rule.Label);
        writer.WriteNumber("score", Math.Round(happened.Score, 4));
        writer.WriteNumber("best", Math.Round(happened.Best, 4));
        writer.WriteNumber("duration_s", Math.Round(happened.Duration.TotalSeconds, 3));
        writer.WriteNumber("frame", happened.Frame);
    });

    /// <summary>What was counted, at the end.</summary>
    public void Summary(CameraPump pump, long classified, long broken) => Write("summary", writer =>
    {
        writer.WriteNumber("classified", classified);
        writer.WriteNumber("read", pump.Counters.Frames);
        writer.WriteNumber("dropped", pump.Slot.Dropped);
        writer.WriteNumber("broken", pump.Counters.Broken + broken);
        writer.WriteNumber("missed", pump.Counters.Missed);
        writer.WriteNumber("reconnects", pump.Reconnects);
    });

    public void Dispose() => _writer.Dispose();

    private static string NameOf(CameraStatus status) => status switch
    {
        CameraStatus.Ready => "ready",
        CameraStatus.Timeout => "timeout",
        CameraStatus.Disconnected => "disconnected",
        CameraStatus.FormatChanged => "format_changed",
        CameraStatus.Busy => "busy",
        CameraStatus.PermissionDenied => "permission_denied",
        CameraStatus.Ended => "ended",
        _ => "failed",
    };

    private void Write(string type, Action<Utf8JsonWriter> members)
    {
        lock (_lock)
        {
            _writer.WriteStartObject();
            _writer.WriteString("type", type);
            _writer.WriteString("time", DateTimeOffset.Now);
            members(_writer);
            _writer.WriteEndObject();
            _writer.Flush();
            _writer.Reset();
            output.WriteByte((byte)'\n');
            output.Flush();
        }
    }
}
