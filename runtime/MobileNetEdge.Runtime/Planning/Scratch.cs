namespace MobileNetEdge.Runtime.Planning;

/// <summary>A thread's working memory; what it holds means nothing after a step.</summary>
/// <param name="start">Aligned to <see cref="ArenaPlanner.Alignment"/>.</param>
internal readonly unsafe struct Scratch(byte* start)
{
    /// <summary>The memory at an offset.</summary>
    public byte* At(int offset) => start + offset;
}
