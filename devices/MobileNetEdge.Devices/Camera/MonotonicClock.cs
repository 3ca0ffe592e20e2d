using System.Diagnostics;

namespace MobileNetEdge.Devices.Camera;

/// <summary>The time since the machine started, CLOCK_MONOTONIC, on which cameras stamp their frames.</summary>
public static class MonotonicClock
{
    /// <summary>Now.</summary>
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);
}
