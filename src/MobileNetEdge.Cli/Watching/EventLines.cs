using System.Text.Encodings.Web;
using System.Text.Json;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Watching.Snapshots;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Rules;

namespace MobileNetEdge.Cli.Watching;

/// <summary>Writes what happens to stdout, one line of JSON for each thing.</summary>
internal sealed class EventLines(Stream output) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Utf8JsonWriter _writer = new(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>A camera's new state.</summary>
    /// <param name="change">The state.</param>
    /// <param name="name">How people know the camera.</param>
    public void Camera(CameraChange change, string name)
    {
        lock (_lock)
        {
            Begin("camera");
            _writer.WriteString("status", NameOf(change.Outcome.Status));
            _writer.WriteString("camera", name);
            if (change.Outcome.Message.Length > 0)
            {
                _writer.WriteString("message", change.Outcome.ToString());
                _writer.WriteNumber("attempt", change.Attempt);
            }

            End();
        }
    }

    /// <summary>What is seen in a frame; no label where that is nothing.</summary>
    public void Answer(CameraFrame frame, string? label, double score, StageTimes times, bool triggered)
    {
        lock (_lock)
        {
            Begin("answer");
            _writer.WriteNumber("frame", frame.Sequence);
            _writer.WriteString("label", label);
            _writer.WriteNumber("score", Math.Round(score, 4));
            _writer.WriteBoolean("triggered", triggered);
            _writer.WriteStartObject("times_ms");
            _writer.WriteNumber("preprocess", Math.Round(times.Preprocess.TotalMilliseconds, 3));
            _writer.WriteNumber("inference", Math.Round(times.Inference.TotalMilliseconds, 3));
            _writer.WriteNumber("postprocess", Math.Round(times.Postprocess.TotalMilliseconds, 3));
            _writer.WriteEndObject();
            End();
        }
    }

    /// <summary>A point in an event's life.</summary>
    public void Event(RuleEvent happened)
    {
        lock (_lock)
        {
            Begin("event");
            _writer.WriteNumber("id", happened.Id);
            _writer.WriteString("phase", happened.Phase switch { EventPhase.New => "new", EventPhase.Update => "update", _ => "end" });
            _writer.WriteString("rule", happened.Rule.Text);
            _writer.WriteString("label", happened.Rule.Label);
            _writer.WriteNumber("score", Math.Round(happened.Score, 4));
            _writer.WriteNumber("best", Math.Round(happened.Best, 4));
            _writer.WriteNumber("duration_s", Math.Round(happened.Duration.TotalSeconds, 3));
            _writer.WriteNumber("frame", happened.Frame);
            if (happened.Box is { } box)
            {
                BoxJson.Write(_writer, box);
            }

            End();
        }
    }

    /// <summary>A picture that was kept.</summary>
    public void Snapshot(long eventId, string file)
    {
        lock (_lock)
        {
            Begin("snapshot");
            _writer.WriteNumber("id", eventId);
            _writer.WriteString("file", file);
            End();
        }
    }

    /// <summary>What was counted, at the end.</summary>
    public void Summary(CameraPump pump, long classified, long broken, SnapshotWriter? snapshots)
    {
        lock (_lock)
        {
            Begin("summary");
            _writer.WriteNumber("classified", classified);
            _writer.WriteNumber("read", pump.Counters.Frames);
            _writer.WriteNumber("dropped", pump.Slot.Dropped);
            _writer.WriteNumber("broken", pump.Counters.Broken + broken);
            _writer.WriteNumber("missed", pump.Counters.Missed);
            _writer.WriteNumber("reconnects", pump.Reconnects);
            if (snapshots is not null)
            {
                _writer.WriteNumber("snapshots", snapshots.Written);
                _writer.WriteNumber("snapshots_failed", snapshots.Failed);
            }

            _writer.WriteStartObject("memory");
            _writer.WriteNumber("resident_bytes", Environment.WorkingSet);
            _writer.WriteNumber("managed_bytes", GC.GetTotalMemory(forceFullCollection: false));
            _writer.WriteNumber("allocated_bytes", GC.GetTotalAllocatedBytes(precise: true));
            _writer.WriteEndObject();
            End();
        }
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>A state's name in the lines.</summary>
    public static string NameOf(CameraStatus status) => status switch
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

    /// <summary>Begins a line. Lines are written without taking memory.</summary>
    private void Begin(string type)
    {
        _writer.Reset();
        _writer.WriteStartObject();
        _writer.WriteString("type", type);
        _writer.WriteString("time", DateTimeOffset.Now);
    }

    private void End()
    {
        _writer.WriteEndObject();
        _writer.Flush();
        output.WriteByte((byte)'\n');
        output.Flush();
    }
}
