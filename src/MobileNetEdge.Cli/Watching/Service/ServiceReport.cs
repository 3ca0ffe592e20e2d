using System.Globalization;
using MobileNetEdge.Devices.Camera;

namespace MobileNetEdge.Cli.Watching.Service;

/// <summary>Tells systemd that the program is ready, alive and stopping, and what it does; nothing where systemd did not start it.</summary>
internal sealed class ServiceReport : IDisposable
{
    private static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(10);

    private readonly ServiceSocket? _socket;
    private readonly TimeSpan _watchdogInterval;
    private TimeSpan _nextPing;
    private TimeSpan _nextStatus;
    private long _lastBeats = -1;
    private CameraStatus _lastStatus = (CameraStatus)(-1);
    private bool _isReady;

    /// <param name="socket">Where to report; null for nowhere. Owned.</param>
    /// <param name="watchdog">How long the manager waits for a sign of life; null where it does not.</param>
    public ServiceReport(ServiceSocket? socket, TimeSpan? watchdog)
    {
        _socket = socket;
        _watchdogInterval = watchdog / 3 ?? TimeSpan.MaxValue;
        _nextPing = watchdog is null ? TimeSpan.MaxValue : TimeSpan.MinValue;
    }

    /// <summary>As the environment says: NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID (sd_watchdog_enabled(3)).</summary>
    public static ServiceReport FromEnvironment()
    {
        string? process = Environment.GetEnvironmentVariable("WATCHDOG_PID");
        bool isMeant = string.IsNullOrEmpty(process) || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        bool isNumber = long.TryParse(
            Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds);
        bool isWatched = isMeant && isNumber && microseconds is > 0 and < long.MaxValue / 100;
        return new(ServiceSocket.FromEnvironment(), isWatched ? TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond) : null);
    }

    /// <summary>Called after each step of the loop that classifies.</summary>
    /// <param name="now">On the clock of <see cref="MonotonicClock"/>.</param>
    /// <param name="beats">Counts on while the camera's thread works: where it stands still no sign of life is given.</param>
    /// <param name="camera">The camera's state.</param>
    /// <param name="classified">Frames that were classified.</param>
    public void Step(TimeSpan now, long beats, CameraStatus camera, long classified)
    {
        if (_socket is null)
        {
            return;
        }

        if (!_isReady)
        {
            _isReady = true;
            _socket.Send("READY=1"u8);
        }

        if (now >= _nextPing && beats != _lastBeats)
        {
            (_nextPing, _lastBeats) = (now + _watchdogInterval, beats);
            _socket.Send("WATCHDOG=1"u8);
        }

        if (now >= _nextStatus || camera != _lastStatus)
        {
            (_nextStatus, _lastStatus) = (now + StatusInterval, camera);
            _socket.Send($"STATUS=camera {EventLines.NameOf(camera)}, {classified} frames classified");
        }
    }

    /// <summary>The program is on its way out.</summary>
    public void Stopping() => _socket?.Send("STOPPING=1"u8);

    public void Dispose() => _socket?.Dispose();
}
