using System.Runtime.InteropServices;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A tensor that is read: an activation in the arena, or a constant.</summary>
internal readonly record struct Operand(ArenaSlice Slice, ReadOnlyMemory<byte> Constant)
{
    /// <summary>The elements.</summary>
    public ReadOnlySpan<T> Read<T>(Arena arena)
        where T : unmanaged
    {
        return Constant.IsEmpty ? arena.Span<T>(Slice) : MemoryMarshal.Cast<byte, T>(Constant.Span);
    }
}
