using System.Collections.Concurrent;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Tests.Camera;

/// <summary>A camera that gives the outcomes it is told; after the last of them, time-outs.</summary>
internal sealed class ScriptedCamera(params CameraStatus[] script) : ICamera
{
    private readonly ConcurrentQueue<CameraStatus> _opens = new();
    private readonly ConcurrentQueue<CameraStatus> _reads = new(script);
    private long _frames;

    public string Name => "scripted";

    public bool IsLive { get; init; } = true;

    public FrameShape Shape => FrameShape.Packed(2, 2, FrameFormat.Grey);

    public CameraCounters Counters => new(_frames, 0, 0);

    public int Opens { get; private set; }

    public int Closes { get; private set; }

    /// <summary>The outcomes of the next opens; Ready after the last of them.</summary>
    public ScriptedCamera Opening(params CameraStatus[] outcomes)
    {
        Array.ForEach(outcomes, _opens.Enqueue);
        return this;
    }

    public CameraOutcome Open()
    {
        Opens++;
        return new(_opens.TryDequeue(out CameraStatus status) ? status : CameraStatus.Ready);
    }

    public CameraOutcome Read(CameraFrame frame, TimeSpan timeout)
    {
        if (!_reads.TryDequeue(out CameraStatus status))
        {
            Thread.Sleep(1);
            return new(CameraStatus.Timeout);
        }

        if (status == CameraStatus.Ready)
        {
            (frame.Sequence, frame.Timestamp, frame.Shape) = (_frames++, MonotonicClock.Now, Shape);
        }

        return new(status);
    }

    public void Close() => Closes++;

    public void Dispose() => Close();
}
