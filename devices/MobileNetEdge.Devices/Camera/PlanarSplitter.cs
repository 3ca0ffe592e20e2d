using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>Cuts frames of I420 out of a stream. Measures the rows' padding first; the frames until then are passed over.</summary>
internal sealed class PlanarSplitter : IFrameSplitter
{
    private const int ScratchBytes = 1 << 16;

    private readonly StrideMeter _meter;
    private readonly TimeSpan _pause;
    private readonly byte[] _scratch = new byte[ScratchBytes];
    private readonly CameraFrame _frame = new();
    private long _toSkip;
    private int _count;

    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="encoding">The meaning of the samples.</param>
    /// <param name="pause">Silence this long is the end of a frame.</param>
    public PlanarSplitter(int width, int height, ColourEncoding encoding, TimeSpan pause)
    {
        FrameShape shape = FrameShape.Packed(width, height, FrameFormat.I420, encoding);
        _meter = new(width, stride => (shape with { Stride = stride }).ByteCount);
        (_pause, Shape) = (pause, shape with { Stride = _meter.Stride ?? 0 });
    }

    public FrameShape Shape { get; private set; }

    public long Broken => 0;

    public Span<byte> Free
    {
        get
        {
            if (!Shape.IsValid || _toSkip > 0)
            {
                return _scratch.AsSpan(0, (int)Math.Min(_toSkip > 0 ? _toSkip : ScratchBytes, ScratchBytes));
            }

            int length = (int)Shape.ByteCount;
            return _frame.Reserve(length)[_count..length];
        }
    }

    public void Advance(int count, TimeSpan pause)
    {
        if (!Shape.IsValid)
        {
            Measure(count, pause > _pause);
        }
        else if (_toSkip > 0)
        {
            _toSkip -= count;
        }
        else
        {
            _count += count;
        }
    }

    public bool TryTake(CameraFrame frame)
    {
        if (!Shape.IsValid || _count < Shape.ByteCount)
        {
            return false;
        }

        (_frame.Length, _frame.Shape) = (_count, Shape);
        _frame.Swap(frame);
        _count = 0;
        return true;
    }

    private void Measure(int count, bool afterPause)
    {
        _meter.Note(count, afterPause);
        if (_meter.Stride is { } stride)
        {
            Shape = Shape with { Stride = stride };
            long begun = _meter.Total % Shape.ByteCount;
            _toSkip = begun == 0 ? 0 : Shape.ByteCount - begun;
        }
    }
}
