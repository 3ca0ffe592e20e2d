using System.Globalization;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>A CSI camera of a Raspberry Pi, read by rpicam-vid, or libcamera-vid on older systems, as a child process.</summary>
/// <remarks>
/// rpicam-vid gives yuv420 and mjpeg in JPEG's colours: BT.601, full range. Its rows may be padded; see <see cref="StrideMeter"/>.
/// </remarks>
/// <param name="index">The camera's number, as rpicam-vid --list-cameras counts.</param>
/// <param name="options">What is asked of it.</param>
/// <param name="programs">The names of the program, the first that there is is started.</param>
internal sealed class ProgramCamera(int index, CameraOptions options, params string[] programs) : ICamera
{
    private const double UsualRate = 30;
    private static readonly ColourEncoding JpegColours = new(ColourMatrix.Bt601, ColourRange.Full);
    private static readonly TimeSpan ExitPatience = TimeSpan.FromMilliseconds(500);

    private readonly FrameSlot _slot = new();
    private ChildProcess? _process;
    private FrameStream? _stream;
    private CameraCounters _before;

    /// <summary>The program's names, the present one first.</summary>
    public static readonly string[] Programs = ["rpicam-vid", "libcamera-vid"];

    public string Name => $"csi:{index}";

    public bool IsLive => true;

    public FrameShape Shape => _stream?.Shape ?? default;

    public CameraCounters Counters => new(
        _before.Frames + (_stream?.Frames ?? 0), _before.Broken + (_stream?.Broken ?? 0), _slot.Dropped);

    private double Rate => options.FramesPerSecond > 0 ? options.FramesPerSecond : UsualRate;

    public CameraOutcome Open()
    {
        Close();
        _process = ChildProcess.Start(programs, Arguments());
        if (_process is null)
        {
            return new(
                CameraStatus.Failed,
                $"neither {string.Join(" nor ", programs)} is installed",
                "on Raspberry Pi OS: sudo apt-get install rpicam-apps-lite");
        }

        _stream = new(_process.Output, CreateSplitter(), _slot, $"{Name} reader");
        return CameraOutcome.Ready;
    }

    public CameraOutcome Read(CameraFrame frame, TimeSpan timeout)
    {
        if (_stream is null)
        {
            return new(CameraStatus.Disconnected, $"{Name} is not open");
        }

        TimeSpan end = MonotonicClock.Now + timeout;
        while (true)
        {
            bool hadEnded = _stream.HasEnded;
            TimeSpan left = end - MonotonicClock.Now;
            TimeSpan slice = left > TimeSpan.FromMilliseconds(50) ? TimeSpan.FromMilliseconds(50) : left;
            if (_slot.TryTake(frame, TimeSpan.MinValue, hadEnded || slice < TimeSpan.Zero ? TimeSpan.Zero : slice))
            {
                return CameraOutcome.Ready;
            }

            if (hadEnded)
            {
                return DescribeExit();
            }

            if (left <= TimeSpan.Zero)
            {
                return new(CameraStatus.Timeout, $"{Name} gave no frame for {timeout.TotalSeconds:0.###} s{Tail(1)}");
            }
        }
    }

    public void Close()
    {
        _before = Counters with { Missed = 0 };
        FrameStream? stream = _stream;
        _stream = null;
        _process?.Dispose();
        _process = null;
        stream?.Join(ExitPatience);
    }

    public void Dispose() => Close();

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private List<string> Arguments()
    {
        return
        [
            "--camera", Number(index), "--width", Number(options.Width), "--height", Number(options.Height), "--framerate", Number(Rate),
            "--codec", options.Format == FrameFormat.Mjpeg ? "mjpeg" : "yuv420", "--timeout", "0", "--nopreview", "--flush", "--output", "-",
        ];
    }

    private IFrameSplitter CreateSplitter()
    {
        return options.Format == FrameFormat.Mjpeg
            ? new JpegSplitter(FrameShape.Packed(options.Width, options.Height, FrameFormat.Mjpeg, JpegColours))
            : new PlanarSplitter(options.Width, options.Height, JpegColours, TimeSpan.FromSeconds(0.3 / Rate));
    }

    private CameraOutcome DescribeExit()
    {
        int? status = _process!.WaitForExit(ExitPatience);
        _process.Messages.Join(ExitPatience);
        string said = string.Join('\n', _process.Messages.ToArray());
        string message = $"{programs[0]} ended with status {status?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}{Tail(3)}";
        if (Says(said, "in use by another process") || Says(said, "resource busy"))
        {
            return new(CameraStatus.Busy, message, "another program uses the camera");
        }

        if (Says(said, "permission denied"))
        {
            return new(CameraStatus.PermissionDenied, message, "add the user to the group video: sudo usermod -aG video $USER, then log in again");
        }

        return Says(said, "no cameras available")
            ? new(CameraStatus.Disconnected, message, "check the ribbon cable; 'rpicam-hello --list-cameras' lists what is there")
            : new(CameraStatus.Disconnected, message);
    }

    private static bool Says(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    /// <summary>The last lines of what the program said.</summary>
    private string Tail(int lines)
    {
        string[] said = _process?.Messages.ToArray() ?? [];
        return said.Length == 0 ? "" : $": {string.Join(" / ", said.TakeLast(lines))}";
    }
}
