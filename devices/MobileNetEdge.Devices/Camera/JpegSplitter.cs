using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>Cuts JPEG pictures out of a stream; what stands between them is passed over.</summary>
internal sealed class JpegSplitter(FrameShape shape) : IFrameSplitter
{
    /// <summary>The most bytes of a picture.</summary>
    public const int MaxBytes = 16 << 20;

    private const int FirstBytes = 1 << 18;
    private const int LeastRoom = 1 << 16;

    private byte[] _bytes = new byte[FirstBytes];
    private int _count;
    private JpegBoundary _boundary;

    public FrameShape Shape => shape;

    public long Broken { get; private set; }

    public Span<byte> Free
    {
        get
        {
            if (_bytes.Length - _count < LeastRoom)
            {
                Array.Resize(ref _bytes, _bytes.Length * 2);
            }

            return _bytes.AsSpan(_count);
        }
    }

    public void Advance(int count, TimeSpan pause) => _count += count;

    public bool TryTake(CameraFrame frame)
    {
        while (_count > 0)
        {
            if (_bytes[0] != 0xFF || (_count > 1 && _bytes[1] != 0xD8))
            {
                int start = JpegBoundary.FindStart(_bytes.AsSpan(1, _count - 1));
                Drop(start < 0 ? _count : start + 1);
                continue;
            }

            int length = _boundary.Find(_bytes.AsSpan(0, _count));
            if (length > 0)
            {
                _bytes.AsSpan(0, length).CopyTo(frame.Reserve(length));
                (frame.Length, frame.Shape) = (length, shape);
                Drop(length);
                return true;
            }

            if (length == JpegBoundary.Unknown && _count < MaxBytes)
            {
                return false;
            }

            Broken++;
            Drop(1);
        }

        return false;
    }

    private void Drop(int count)
    {
        _bytes.AsSpan(count, _count - count).CopyTo(_bytes);
        _count -= count;
        _boundary = default;
    }
}
