using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>A frame and the memory it stands in, which is used again for later frames.</summary>
/// <remarks>Belongs to one thread at a time.</remarks>
public sealed class CameraFrame
{
    private byte[] _bytes = [];

    /// <summary>What the bytes are.</summary>
    public FrameShape Shape { get; internal set; }

    /// <summary>The camera's own count of frames, from 0; a gap is a frame that the camera lost.</summary>
    public long Sequence { get; internal set; }

    /// <summary>When the frame was taken, on the clock of <see cref="MonotonicClock"/>.</summary>
    public TimeSpan Timestamp { get; internal set; }

    /// <summary>Bytes in use.</summary>
    public int Length { get; internal set; }

    /// <summary>The frame.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Overwrites the frame, taking memory only where it is too small: for cameras outside of this library.</summary>
    /// <param name="bytes">The frame; copied.</param>
    /// <param name="shape">What the bytes are.</param>
    /// <param name="sequence">The camera's own count of frames, from 0.</param>
    /// <param name="timestamp">When it was taken, on the clock of <see cref="MonotonicClock"/>.</param>
    public void Write(ReadOnlySpan<byte> bytes, FrameShape shape, long sequence, TimeSpan timestamp)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        (Length, Shape, Sequence, Timestamp) = (bytes.Length, shape, sequence, timestamp);
    }

    /// <summary>Copies all into another frame, which takes memory only where it is smaller.</summary>
    public void CopyTo(CameraFrame other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Bytes.CopyTo(other.Reserve(Length));
        (other.Shape, other.Sequence, other.Timestamp, other.Length) = (Shape, Sequence, Timestamp, Length);
    }

    /// <summary>Memory for a frame; what was in it is kept where it is large enough already.</summary>
    internal Span<byte> Reserve(int length)
    {
        if (_bytes.Length < length)
        {
            Array.Resize(ref _bytes, length);
        }

        return _bytes;
    }

    /// <summary>Exchanges all with another frame.</summary>
    internal void Swap(CameraFrame other)
    {
        (_bytes, other._bytes) = (other._bytes, _bytes);
        (Shape, other.Shape) = (other.Shape, Shape);
        (Sequence, other.Sequence) = (other.Sequence, Sequence);
        (Timestamp, other.Timestamp) = (other.Timestamp, Timestamp);
        (Length, other.Length) = (other.Length, Length);
    }
}
