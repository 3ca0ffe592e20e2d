using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Rules;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>A frame as the model saw it, and the memory it stands in.</summary>
internal sealed class SeenFrame
{
    private byte[] _bytes = [];
    private SeenBox[] _boxes = [];
    private int _length;
    private int _boxCount;

    /// <summary>What the bytes are.</summary>
    public FrameShape Shape { get; private set; }

    /// <summary>Where the turned and resized frame lies in the model's picture.</summary>
    public FramePlacement Placement { get; private set; }

    /// <summary>The frame.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>What a detector saw in it, best first.</summary>
    public ReadOnlySpan<SeenBox> Boxes => _boxes.AsSpan(0, _boxCount);

    /// <summary>Copies a frame; takes memory only where it is larger than every one before.</summary>
    public void Set(CameraFrame frame, FramePlacement placement, ReadOnlySpan<SeenBox> boxes)
    {
        if (_bytes.Length < frame.Length)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(frame.Length);
        }

        if (_boxes.Length < boxes.Length)
        {
            _boxes = new SeenBox[boxes.Length];
        }

        boxes.CopyTo(_boxes);
        _boxCount = boxes.Length;
        frame.Bytes.CopyTo(_bytes);
        (_length, Shape, Placement) = (frame.Length, frame.Shape, placement);
    }
}

/// <summary>Room for one frame between the watcher and the preview. The watcher copies a frame when it was asked for one, and never waits.</summary>
internal sealed class PreviewSlot
{
    private readonly object _lock = new();
    private SeenFrame _frame = new();
    private volatile bool _isAsked;
    private bool _isFull;

    /// <summary>For the watcher: gives a frame, if one is asked for.</summary>
    public void Offer(CameraFrame frame, FramePlacement placement, ReadOnlySpan<SeenBox> boxes)
    {
        if (!_isAsked)
        {
            return;
        }

        lock (_lock)
        {
            _frame.Set(frame, placement, boxes);
            (_isAsked, _isFull) = (false, true);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>For the preview: asks for a frame and waits for it.</summary>
    /// <param name="frame">Exchanged for the frame that was asked for.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <returns>Whether one came.</returns>
    public bool TryTake(ref SeenFrame frame, TimeSpan timeout)
    {
        lock (_lock)
        {
            (_isAsked, _isFull) = (true, false);
            if (!Monitor.Wait(_lock, timeout) || !_isFull)
            {
                _isAsked = false;
                return false;
            }

            (frame, _frame, _isFull) = (_frame, frame, false);
            return true;
        }
    }
}
