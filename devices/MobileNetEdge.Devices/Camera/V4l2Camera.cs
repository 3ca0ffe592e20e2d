using System.Runtime.CompilerServices;
using MobileNetEdge.Devices.Linux;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>A camera behind Video4Linux2: ioctl and mapped buffers, a copy of a frame and no allocation for it.</summary>
/// <remarks>Linux media subsystem documentation, "Video for Linux API", streaming I/O by memory mapping.</remarks>
internal sealed unsafe class V4l2Camera(IKernel kernel, string path, CameraOptions options) : ICamera
{
    /// <summary>A gap larger than this is a restart of the driver's count.</summary>
    private const uint LargestGap = 1 << 16;

    private static readonly FrameFormat[] Preferred =
        [FrameFormat.Yuyv, FrameFormat.Nv12, FrameFormat.I420, FrameFormat.Mjpeg, FrameFormat.Rgb24, FrameFormat.Bgr24, FrameFormat.Grey];

    private int _file = -1;
    private V4l2Buffers? _buffers;
    private uint? _lastSequence;
    private long _frames;
    private long _broken;
    private long _missed;

    public string Name => path;

    public bool IsLive => true;

    public FrameShape Shape { get; private set; }

    public CameraCounters Counters => new(_frames, _broken, _missed);

    public CameraOutcome Open()
    {
        Close();
        _file = kernel.Open(path);
        if (_file < 0)
        {
            return Fail("cannot be opened", _file);
        }

        CameraOutcome outcome = Start();
        if (!outcome.IsReady)
        {
            Close();
        }

        return outcome;
    }

    public CameraOutcome Read(CameraFrame frame, TimeSpan timeout)
    {
        if (_buffers is null)
        {
            return new(CameraStatus.Disconnected, $"{path} is not open");
        }

        long end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (true)
        {
            int left = (int)Math.Clamp(end - Environment.TickCount64, 0, int.MaxValue);
            int ready = kernel.Poll(_file, left, out PollEvents events);
            if (ready == 0)
            {
                return new(CameraStatus.Timeout, $"{path} gave no frame for {timeout.TotalSeconds:0.###} s");
            }

            if (ready < 0)
            {
                return Fail("cannot be waited for", ready);
            }

            if ((events & PollEvents.Priority) != 0 && SourceHasChanged())
            {
                CameraOutcome reopened = Open();
                return reopened.IsReady ? new(CameraStatus.FormatChanged, $"{path} gives {Shape} from now on") : reopened;
            }

            if ((events & (PollEvents.In | PollEvents.Error | PollEvents.HangUp | PollEvents.Invalid)) == 0)
            {
                continue;
            }

            int result = _buffers.Dequeue(out V4l2.Buffer buffer);
            if (result == -Errno.Again && (events & PollEvents.In) != 0)
            {
                continue;
            }

            if (result < 0)
            {
                return result == -Errno.Again || (events & (PollEvents.HangUp | PollEvents.Invalid)) != 0
                    ? new(CameraStatus.Disconnected, $"{path} stopped giving frames ({events})", "check the cable and the supply")
                    : Fail("cannot be read", result);
            }

            bool isWhole = TryCopy(buffer, frame);
            result = _buffers.Queue(buffer.Index);
            if (isWhole)
            {
                return CameraOutcome.Ready;
            }

            if (result < 0)
            {
                return Fail("takes no buffer back", result);
            }
        }
    }

    public void Close()
    {
        if (_file < 0)
        {
            return;
        }

        uint type = V4l2.TypeCapture;
        _ = kernel.Ioctl(_file, V4l2.StreamOff, &type);
        _buffers?.Dispose();
        _ = kernel.Close(_file);
        (_buffers, _file, _lastSequence) = (null, -1, null);
    }

    public void Dispose() => Close();

    private CameraOutcome Start()
    {
        V4l2.Capability capability = default;
        int result = kernel.Ioctl(_file, V4l2.QueryCapability, &capability);
        if (result < 0)
        {
            return Fail("is no camera", result);
        }

        if (!V4l2Devices.Captures(capability))
        {
            return new(CameraStatus.Failed, $"{path} gives no pictures", "'mobilenet-edge cameras' lists the devices that do");
        }

        result = SetFormat(out V4l2.Format format);
        if (result < 0)
        {
            return Fail("takes no format", result);
        }

        if (V4l2Format.ShapeOf(format) is not { } shape)
        {
            string given = $"{format.Width}x{format.Height} {FourCc.Name(format.PixelFormat)}";
            return new(CameraStatus.Failed, $"{path} gives {given}, which is not read", "choose another --size, or another camera");
        }

        Shape = shape;
        SetRate();
        V4l2.EventSubscription change = new() { Type = V4l2.EventSourceChange };
        _ = kernel.Ioctl(_file, V4l2.SubscribeEvent, &change);
        result = V4l2Buffers.Create(kernel, _file, out _buffers);
        uint type = V4l2.TypeCapture;
        result = result < 0 ? result : kernel.Ioctl(_file, V4l2.StreamOn, &type);
        return result < 0 ? Fail("cannot be started", result) : CameraOutcome.Ready;
    }

    private int SetFormat(out V4l2.Format format)
    {
        format = new()
        {
            Type = V4l2.TypeCapture,
            Width = (uint)options.Width,
            Height = (uint)options.Height,
            PixelFormat = FourCc.Code(ChooseFormat()),
            Field = V4l2.FieldNone,
        };
        return kernel.Ioctl(_file, V4l2.SetFormat, Unsafe.AsPointer(ref format));
    }

    /// <summary>The one that was asked for, else the one that costs least; large pictures are compressed where the bus is USB.</summary>
    private FrameFormat ChooseFormat()
    {
        if (options.Format is { } wanted)
        {
            return wanted;
        }

        FrameFormat[] offered = [.. V4l2Devices.Formats(kernel, _file).Select(format => format.Known).OfType<FrameFormat>()];
        bool isLarge = (long)options.Width * options.Height > 800 * 600;
        return isLarge && offered.Contains(FrameFormat.Mjpeg)
            ? FrameFormat.Mjpeg
            : Array.Find(Preferred, format => offered.Contains(format));
    }

    private void SetRate()
    {
        if (options.FramesPerSecond > 0)
        {
            V4l2.StreamParameters rate = new()
            {
                Type = V4l2.TypeCapture,
                Numerator = 1000,
                Denominator = (uint)Math.Round(options.FramesPerSecond * 1000),
            };
            _ = kernel.Ioctl(_file, V4l2.SetParameters, &rate);
        }
    }

    private bool SourceHasChanged()
    {
        V4l2.Event happened = default;
        return kernel.Ioctl(_file, V4l2.DequeueEvent, &happened) >= 0 && happened.Type == V4l2.EventSourceChange;
    }

    private bool TryCopy(in V4l2.Buffer buffer, CameraFrame frame)
    {
        CountGap(buffer.Sequence);
        ReadOnlySpan<byte> bytes = _buffers!.Bytes(buffer);
        int length = (buffer.Flags & V4l2.FlagError) != 0 ? 0 : LengthOf(bytes);
        if (length == 0)
        {
            _broken++;
            return false;
        }

        bytes[..length].CopyTo(frame.Reserve(length));
        frame.Length = length;
        frame.Shape = Shape;
        frame.Sequence = buffer.Sequence;
        frame.Timestamp = (buffer.Flags & V4l2.FlagTimestampMask) == V4l2.FlagTimestampMonotonic
            ? new TimeSpan((buffer.Seconds * TimeSpan.TicksPerSecond) + (buffer.Microseconds * TimeSpan.TicksPerMicrosecond))
            : MonotonicClock.Now;
        _frames++;
        return true;
    }

    private void CountGap(uint sequence)
    {
        uint gap = _lastSequence is { } last ? unchecked(sequence - last - 1) : 0;
        _missed += gap < LargestGap ? gap : 0;
        _lastSequence = sequence;
    }

    /// <summary>Bytes of the frame; 0 where it is not whole.</summary>
    private int LengthOf(ReadOnlySpan<byte> bytes)
    {
        return Shape.Format == FrameFormat.Mjpeg
            ? Math.Max(default(JpegBoundary).Find(bytes), 0)
            : bytes.Length >= Shape.ByteCount ? (int)Shape.ByteCount : 0;
    }

    private CameraOutcome Fail(string what, int result)
    {
        string message = $"{path} {what}: {Errno.Text(result)}";
        if (Errno.IsDenied(result))
        {
            return new(CameraStatus.PermissionDenied, message, "add the user to the group video: sudo usermod -aG video $USER, then log in again");
        }

        if (result == -Errno.Busy)
        {
            return new(CameraStatus.Busy, message, $"another program uses it; 'fuser {path}' names it");
        }

        return Errno.IsGone(result)
            ? new(CameraStatus.Disconnected, message, "check the cable; 'mobilenet-edge cameras' lists what is there")
            : new(CameraStatus.Failed, message);
    }
}
