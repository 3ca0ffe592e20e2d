using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>A change in a camera's state.</summary>
/// <param name="Outcome">The new state.</param>
/// <param name="Attempt">Failed attempts in a row, the present one included; 0 where the camera gives frames.</param>
public readonly record struct CameraChange(CameraOutcome Outcome, int Attempt);

/// <summary>Keeps a camera going on a thread of its own: opens it, reads into a <see cref="FrameSlot"/>, and opens it again where it is lost.</summary>
/// <remarks>A camera that is silent for <see cref="SilenceLimit"/> counts as lost. Owns the camera.</remarks>
public sealed class CameraPump : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly ICamera _camera;
    private readonly Action<CameraChange>? _changed;
    private readonly Reconnection _reconnection;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stopping = new();
    private CameraStatus _status = CameraStatus.Timeout;
    private int _failures;
    private long _reconnects;
    private long _beats;

    /// <summary>Makes a pump; <see cref="Start"/> starts it.</summary>
    /// <param name="camera">The camera; disposed with the pump.</param>
    /// <param name="changed">Told of every change, on the pump's thread; must return soon.</param>
    /// <param name="reconnection">How long to wait between attempts.</param>
    public CameraPump(ICamera camera, Action<CameraChange>? changed = null, Reconnection? reconnection = null)
    {
        ArgumentNullException.ThrowIfNull(camera);
        (_camera, _changed, _reconnection) = (camera, changed, reconnection ?? new());
        _thread = new(Run) { IsBackground = true, Name = $"camera {camera.Name}" };
    }

    /// <summary>Where the frames are.</summary>
    public FrameSlot Slot { get; } = new();

    /// <summary>How long a camera may be silent.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How people know the camera.</summary>
    public string CameraName => _camera.Name;

    /// <summary>Counts on while the thread works, whether or not frames come; stands still where a driver does not return.</summary>
    public long Beats => Interlocked.Read(ref _beats);

    /// <summary>The camera's state at this moment.</summary>
    public CameraStatus Status => _status;

    /// <summary>How often the camera came back.</summary>
    public long Reconnects => Interlocked.Read(ref _reconnects);

    /// <summary>What the camera counted.</summary>
    public CameraCounters Counters => _camera.Counters;

    /// <summary>What the frames are, as far as known.</summary>
    public FrameShape Shape => _camera.Shape;

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Stops the thread and the camera.</summary>
    public void Dispose()
    {
        _stopping.Set();
        if (_thread.IsAlive && _thread != Thread.CurrentThread)
        {
            _thread.Join(TimeSpan.FromSeconds(2));
        }

        _camera.Dispose();
    }

    private void Run()
    {
        while (!_stopping.IsSet)
        {
            Interlocked.Increment(ref _beats);
            CameraOutcome outcome = _camera.Open();
            outcome = outcome.IsReady ? Pump() : outcome;
            _camera.Close();
            if (outcome.Status == CameraStatus.Ended || _stopping.IsSet)
            {
                Report(outcome);
                return;
            }

            _failures++;
            Report(outcome);
            _stopping.Wait(_reconnection.NextDelay());
        }
    }

    /// <summary>Reads frames until the camera is lost.</summary>
    private CameraOutcome Pump()
    {
        CameraFrame frame = new();
        TimeSpan silence = TimeSpan.Zero;
        while (!_stopping.IsSet)
        {
            CameraOutcome outcome = _camera.Read(frame, Patience);
            Interlocked.Increment(ref _beats);
            if (outcome.IsReady)
            {
                silence = TimeSpan.Zero;
                Publish(frame);
                continue;
            }

            silence += Patience;
            bool isAlive = outcome.Status == CameraStatus.FormatChanged || (outcome.Status == CameraStatus.Timeout && silence < SilenceLimit);
            if (!isAlive)
            {
                return outcome.Status == CameraStatus.Timeout
                    ? new(CameraStatus.Timeout, $"{_camera.Name} gave no frame for {silence.TotalSeconds:0.#} s", "it is started again")
                    : outcome;
            }
        }

        return new(CameraStatus.Ended);
    }

    private void Publish(CameraFrame frame)
    {
        if (_status != CameraStatus.Ready)
        {
            _reconnects += _failures > 0 ? 1 : 0;
            _failures = 0;
            _reconnection.Succeeded();
            Report(CameraOutcome.Ready);
        }

        while (!_camera.IsLive && !_stopping.IsSet && !Slot.WaitUntilTaken(Patience))
        {
            // A picture waits until the one before was looked at.
            Interlocked.Increment(ref _beats);
        }

        Slot.Publish(frame);
    }

    private void Report(CameraOutcome outcome)
    {
        _status = outcome.Status;
        _changed?.Invoke(new(outcome, _failures));
    }
}
