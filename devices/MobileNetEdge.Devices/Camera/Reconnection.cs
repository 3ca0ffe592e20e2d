namespace MobileNetEdge.Devices.Camera;

/// <summary>How long to wait before a lost camera is opened again: longer after each failure, up to a limit.</summary>
public sealed class Reconnection
{
    private TimeSpan _next;

    /// <summary>The first wait.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The wait before the next attempt; the one after it will be twice as long.</summary>
    public TimeSpan NextDelay()
    {
        TimeSpan delay = _next < First ? First : _next;
        _next = delay * 2 > Longest ? Longest : delay * 2;
        return delay;
    }

    /// <summary>The camera gives frames again.</summary>
    public void Succeeded() => _next = First;
}
