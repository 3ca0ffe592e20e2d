using MobileNetEdge.Runtime.Threading;

namespace MobileNetEdge.Runtime;

/// <summary>How a model is prepared.</summary>
public sealed record PrepareOptions
{
    /// <summary>Threads beyond these are not used.</summary>
    public const int MaxThreads = StepBoard.MaxParts;

    /// <summary>The defaults.</summary>
    public static PrepareOptions Default { get; } = new();

    /// <summary>The path to run on; null for <see cref="ExecutionPaths.Default"/>.</summary>
    public ExecutionPath? Path { get; init; }

    /// <summary>
    /// The most threads that an interpreter uses, its caller included; null for one a processor. More than there are processors, or than
    /// <see cref="MaxThreads"/>, are not started.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? Threads
    {
        get;
        init
        {
            if (value is { } threads)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
            }

            field = value;
        }
    }

    /// <summary>
    /// Whether operators in a row run as one where that pays. The results are the same bytes either way; false is for comparing times.
    /// </summary>
    public bool Fuses { get; init; } = true;

    /// <summary>
    /// The largest arena accepted, in bytes. MobileNets at 224×224 need 1 to 4 MiB; the limit keeps a model file from claiming the
    /// machine's memory.
    /// </summary>
    public long MaxArenaBytes { get; init; } = 48 << 20;

    /// <summary>Lets tests start more threads than there are processors.</summary>
    internal bool AllowOversubscription { get; init; }

    /// <summary>
    /// Tensors of fewer bytes between an expansion, a depthwise convolution and a projection are left in the arena: they fit the last cache of
    /// the smallest machine beside what else a step reads, and row by row work costs more instructions than it saves traffic;
    /// performance.md has the figures. Tests set it to 0.
    /// </summary>
    internal long MinFusedBytes { get; init; } = 160 * 1024;

    /// <summary>Threads that are started.</summary>
    internal int ThreadCount
    {
        get
        {
            int wanted = Threads ?? Environment.ProcessorCount;
            return Math.Min(AllowOversubscription ? wanted : Math.Min(wanted, Environment.ProcessorCount), MaxThreads);
        }
    }
}
