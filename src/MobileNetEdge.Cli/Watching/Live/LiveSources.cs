using MobileNetEdge.Cli.Benchmarking;
using MobileNetEdge.Devices.Camera;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>All that the page reads: what the watcher works with, what it saw, what it counted, and the board.</summary>
internal sealed class LiveSources(WatchSetup setup, Watcher watcher, LiveState state)
{
    /// <summary>Silence after which frames count as missing.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly BoardWatch _board = new();

    /// <summary>What the watcher works with.</summary>
    public WatchSetup Setup => setup;

    /// <summary>What was counted.</summary>
    public WatchCounts Counts => watcher.Counts;

    /// <summary>A copy of what was seen.</summary>
    public LiveSnapshot TakeSnapshot() => state.Take();

    /// <summary>The board, at most some seconds ago. May take a moment.</summary>
    public BoardState ReadBoard() => _board.Read();

    /// <summary>Why the watcher sees nothing; null where it does.</summary>
    public string? Complaint(LiveSnapshot seen)
    {
        if (seen.Camera.Outcome.Status != CameraStatus.Ready)
        {
            return $"camera {EventLines.NameOf(seen.Camera.Outcome.Status)}: {seen.Camera.Outcome}";
        }

        return setup.HasTrigger || seen.FrameAge < Silence
            ? null
            : seen.FrameAge is { } age ? $"no frame for {age.TotalSeconds:0} s" : "no frame yet";
    }
}
