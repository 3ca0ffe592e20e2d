using MobileNetEdge.Devices.Linux;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>The first camera that there is, looked for at every opening: a camera that comes back may have another number.</summary>
/// <remarks>Cameras of their own come first, those that may not be opened or are in use after the others, the board's last.</remarks>
internal sealed class AutoCamera : ICamera
{
    private readonly Func<IReadOnlyList<ICamera>> _find;
    private ICamera? _camera;
    private CameraCounters _before;

    public AutoCamera(IKernel kernel, CameraOptions options)
        : this(() => Find(kernel, options))
    {
    }

    /// <param name="find">Makes a camera for everything that could be one, the best first.</param>
    public AutoCamera(Func<IReadOnlyList<ICamera>> find) => _find = find;

    public string Name => _camera?.Name ?? "auto";

    public bool IsLive => true;

    public FrameShape Shape => _camera?.Shape ?? default;

    public CameraCounters Counters
    {
        get
        {
            CameraCounters own = _camera?.Counters ?? default;
            return new(_before.Frames + own.Frames, _before.Broken + own.Broken, _before.Missed + own.Missed);
        }
    }

    public CameraOutcome Open()
    {
        Forget();
        CameraOutcome? first = null;
        foreach (ICamera camera in _find())
        {
            CameraOutcome outcome = _camera is null ? camera.Open() : default;
            if (_camera is null && outcome.IsReady)
            {
                _camera = camera;
                continue;
            }

            // What keeps the best of them from being used says more than that the others are not there.
            first ??= outcome;
            camera.Dispose();
        }

        return _camera is not null ? CameraOutcome.Ready : first ?? new(CameraStatus.Disconnected, "no camera is there");
    }

    public CameraOutcome Read(CameraFrame frame, TimeSpan timeout)
    {
        return _camera?.Read(frame, timeout) ?? new(CameraStatus.Disconnected, "no camera is open");
    }

    public void Close() => _camera?.Close();

    public void Dispose() => Forget();

    private static IReadOnlyList<ICamera> Find(IKernel kernel, CameraOptions options)
    {
        return
        [
            .. V4l2Devices.List(kernel)
                .Where(device => device.Problem.Length > 0 || V4l2Devices.IsCamera(device))
                .OrderBy(device => device.Problem.Length > 0)
                .Select(device => new V4l2Camera(kernel, device.Name, options)),
            new ProgramCamera(0, options, ProgramCamera.Programs),
        ];
    }

    private void Forget()
    {
        _before = Counters;
        _camera?.Dispose();
        _camera = null;
    }
}
