namespace MobileNetEdge.Runtime;

/// <summary>How a model is prepared.</summary>
public sealed record PrepareOptions
{
    /// <summary>The defaults.</summary>
    public static PrepareOptions Default { get; } = new();

    /// <summary>The path to run on; null for <see cref="ExecutionPaths.Default"/>.</summary>
    public ExecutionPath? Path { get; init; }

    /// <summary>
    /// The largest arena accepted, in bytes. MobileNets at 224×224 need 1 to 4 MiB; the limit keeps a model file from claiming the
    /// machine's memory.
    /// </summary>
    public long MaxArenaBytes { get; init; } = 48 << 20;
}
