namespace MobileNetEdge.Runtime.Planning;

/// <summary>A tensor's place in the arena.</summary>
/// <param name="Offset">Bytes from the arena's start, a multiple of <see cref="ArenaPlanner.Alignment"/>.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct ArenaSlice(int Offset, int Length);
