using Iot.Device.Media;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.DotnetIot;

/// <summary>A camera behind Iot.Device.Media's <see cref="VideoDevice"/>.</summary>
/// <remarks>
/// Know what it cannot do, and prefer our own capture: it does not say what format and size the driver really chose, so frames of another
/// length than was asked for are counted as broken; after the camera is unplugged it repeats the last frame; frames have no time of their own.
/// </remarks>
/// <param name="index">N of /dev/videoN.</param>
/// <param name="options">What is asked of it; <see cref="FrameFormat.Grey"/> and <see cref="FrameFormat.Bgr24"/> are not there.</param>
public sealed class VideoDeviceCamera(int index, CameraOptions options) : ICamera
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly FrameSlot _slot = new();
    private readonly CameraFrame _arriving = new();
    private VideoDevice? _device;
    private CancellationTokenSource? _stop;
    private Thread? _thread;
    private volatile string? _failure;
    private long _frames;
    private long _broken;

    /// <inheritdoc/>
    public string Name => $"/dev/video{index}";

    /// <inheritdoc/>
    public bool IsLive => true;

    /// <inheritdoc/>
    public FrameShape Shape { get; private set; }

    /// <inheritdoc/>
    public CameraCounters Counters => new(Interlocked.Read(ref _frames), Interlocked.Read(ref _broken), 0);

    /// <inheritdoc/>
    public CameraOutcome Open()
    {
        Close();
        FrameFormat format = options.Format ?? FrameFormat.Yuyv;
        if (FormatOf(format) is not { } pixels)
        {
            return new(CameraStatus.Failed, $"{Name}: {format} is no format of VideoDevice");
        }

        Shape = FrameShape.Packed(options.Width, options.Height, format, new(ColourMatrix.Bt601, format == FrameFormat.Mjpeg ? ColourRange.Full : ColourRange.Limited));
        try
        {
            _device = VideoDevice.Create(new VideoConnectionSettings(index, ((uint)options.Width, (uint)options.Height), pixels));
            _device.ImageBufferPoolingEnabled = true;
            _device.NewImageBufferReady += Arrived;
            _device.StartCaptureContinuous();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or NotSupportedException or UnauthorizedAccessException)
        {
            Close();
            return new(CameraStatus.Disconnected, $"{Name}: {exception.Message}", "check the cable, and that the user is in the group video");
        }

        (_stop, _failure) = (new(), null);
        _thread = new(Capture) { IsBackground = true, Name = $"camera {Name}" };
        _thread.Start();
        return CameraOutcome.Ready;
    }

    /// <inheritdoc/>
    public CameraOutcome Read(CameraFrame frame, TimeSpan timeout)
    {
        if (_device is null)
        {
            return new(CameraStatus.Disconnected, $"{Name} is not open");
        }

        if (_slot.TryTake(frame, TimeSpan.MinValue, timeout))
        {
            return CameraOutcome.Ready;
        }

        return _failure is { } failure
            ? new(CameraStatus.Disconnected, $"{Name}: {failure}", "check the cable and the supply")
            : new(CameraStatus.Timeout, $"{Name} gave no frame for {timeout.TotalSeconds:0.###} s");
    }

    /// <inheritdoc/>
    public void Close()
    {
        _stop?.Cancel();
        _thread?.Join(Grace);
        if (_device is { } device)
        {
            device.NewImageBufferReady -= Arrived;
            device.StopCaptureContinuous();
            device.Dispose();
        }

        _stop?.Dispose();
        (_device, _stop, _thread) = (null, null, null);
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private static VideoPixelFormat? FormatOf(FrameFormat format) => format switch
    {
        FrameFormat.Yuyv => VideoPixelFormat.YUYV,
        FrameFormat.Nv12 => VideoPixelFormat.NV12,
        FrameFormat.I420 => VideoPixelFormat.YUV420,
        FrameFormat.Rgb24 => VideoPixelFormat.RGB24,
        FrameFormat.Mjpeg => VideoPixelFormat.MJPEG,
        _ => null,
    };

    private void Capture()
    {
        try
        {
            _device!.CaptureContinuous(_stop!.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or ObjectDisposedException)
        {
            _failure = exception.Message;
        }
    }

    private void Arrived(object sender, NewImageBufferReadyEventArgs e)
    {
        ReadOnlySpan<byte> bytes = e.ImageBuffer.AsSpan(0, Math.Clamp(e.Length, 0, e.ImageBuffer.Length));
        bool isWhole = Shape.Format == FrameFormat.Mjpeg ? bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) : bytes.Length >= Shape.ByteCount;
        if (!isWhole)
        {
            Interlocked.Increment(ref _broken);
            return;
        }

        _arriving.Write(bytes, Shape, Interlocked.Increment(ref _frames) - 1, MonotonicClock.Now);
        _slot.Publish(_arriving);
    }
}
