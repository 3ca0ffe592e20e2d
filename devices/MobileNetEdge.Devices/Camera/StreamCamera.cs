using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>MJPEG from a stream, such as standard input. Cannot be opened again once it has ended.</summary>
internal sealed class StreamCamera(string name, Stream stream) : ICamera
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);

    private readonly FrameSlot _slot = new();
    private FrameStream? _reader;

    public string Name => name;

    public bool IsLive => true;

    public FrameShape Shape { get; } = FrameShape.Packed(1, 1, FrameFormat.Mjpeg, new(ColourMatrix.Bt601, ColourRange.Full));

    public CameraCounters Counters => new(_reader?.Frames ?? 0, _reader?.Broken ?? 0, _slot.Dropped);

    public CameraOutcome Open()
    {
        _reader ??= new(stream, new JpegSplitter(Shape), _slot, $"{name} reader");
        return CameraOutcome.Ready;
    }

    public CameraOutcome Read(CameraFrame frame, TimeSpan timeout)
    {
        TimeSpan end = MonotonicClock.Now + timeout;
        while (true)
        {
            bool hadEnded = _reader is null || _reader.HasEnded;
            if (_slot.TryTake(frame, TimeSpan.MinValue, hadEnded ? TimeSpan.Zero : Slice))
            {
                return CameraOutcome.Ready;
            }

            if (hadEnded)
            {
                return new(CameraStatus.Ended, $"{name} has ended");
            }

            if (MonotonicClock.Now >= end)
            {
                return new(CameraStatus.Timeout, $"{name} gave no frame for {timeout.TotalSeconds:0.###} s");
            }
        }
    }

    public void Close()
    {
        // The thread that reads the stream ends with it.
    }

    public void Dispose() => stream.Dispose();
}
