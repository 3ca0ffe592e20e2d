using System.Diagnostics;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>Reads a stream of frames on a thread of its own, so that a silent stream cannot hold up who waits for a frame.</summary>
internal sealed class FrameStream
{
    private readonly Stream _stream;
    private readonly IFrameSplitter _splitter;
    private readonly FrameSlot _slot;
    private readonly Thread _thread;
    private volatile bool _hasEnded;
    private long _frames;

    public FrameStream(Stream stream, IFrameSplitter splitter, FrameSlot slot, string name)
    {
        (_stream, _splitter, _slot) = (stream, splitter, slot);
        _thread = new(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Whether no byte will come any more.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Frames that were read.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>Pieces that were no frame.</summary>
    public long Broken => _splitter.Broken;

    /// <summary>What the frames are; not valid until known.</summary>
    public FrameShape Shape => _splitter.Shape;

    /// <summary>Waits for the thread, once the other end of the stream is closed.</summary>
    public void Join(TimeSpan timeout) => _thread.Join(timeout);

    private void Run()
    {
        CameraFrame frame = new();
        try
        {
            while (true)
            {
                long start = Stopwatch.GetTimestamp();
                int count = _stream.Read(_splitter.Free);
                if (count == 0)
                {
                    break;
                }

                _splitter.Advance(count, Stopwatch.GetElapsedTime(start));
                while (_splitter.TryTake(frame))
                {
                    (frame.Sequence, frame.Timestamp) = (_frames, MonotonicClock.Now);
                    Interlocked.Increment(ref _frames);
                    _slot.Publish(frame);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The pipe was closed on either side: the stream has ended.
        }

        _hasEnded = true;
    }
}
