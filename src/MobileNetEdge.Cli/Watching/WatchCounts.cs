namespace MobileNetEdge.Cli.Watching;

/// <summary>What a watcher counted.</summary>
/// <param name="Read">Whole frames that the camera gave.</param>
/// <param name="Classified">Frames that were looked at.</param>
/// <param name="Dropped">Frames that a later one replaced before they were looked at.</param>
/// <param name="Broken">Frames that were damaged.</param>
/// <param name="Missed">Frames that were lost before they reached us.</param>
/// <param name="Reconnects">How often the camera came back.</param>
internal readonly record struct WatchCounts(long Read, long Classified, long Dropped, long Broken, long Missed, long Reconnects);
