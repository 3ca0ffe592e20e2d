using System.Diagnostics;

namespace MobileNetEdge.Runtime.Planning;

/// <summary>An interpreter's memory for activations, seen by operators; it does not own what it points to.</summary>
internal readonly unsafe struct Arena(byte* start)
{
    /// <summary>The elements of a slice.</summary>
    public Span<T> Span<T>(ArenaSlice slice)
        where T : unmanaged
    {
        Debug.Assert(slice.Length % sizeof(T) == 0, "a slice holds whole elements");
        return new Span<T>(start + slice.Offset, slice.Length / sizeof(T));
    }

    /// <summary>The first signed byte of a slice.</summary>
    public sbyte* Pointer(ArenaSlice slice) => (sbyte*)(start + slice.Offset);

    /// <summary>The signed bytes of a slice: an int8 activation.</summary>
    public Span<sbyte> Int8(ArenaSlice slice) => Span<sbyte>(slice);
}
