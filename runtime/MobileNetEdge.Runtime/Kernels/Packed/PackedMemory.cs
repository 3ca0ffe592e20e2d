using System.Runtime.CompilerServices;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Memory for packed constants: zeroed, aligned to a cache line, never moved, freed with the object that holds it.</summary>
internal sealed unsafe class PackedMemory<T>
    where T : unmanaged
{
    private readonly T[] _elements;

    public PackedMemory(int length)
    {
        Length = length;
        _elements = GC.AllocateArray<T>(length + ArenaPlanner.Alignment / sizeof(T), pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref _elements[0]);
        Pointer = (T*)((start + ArenaPlanner.Alignment - 1) & -ArenaPlanner.Alignment);
    }

    /// <summary>Elements.</summary>
    public int Length { get; }

    /// <summary>The first element, at a multiple of 64 bytes. Valid while this object is reachable.</summary>
    public T* Pointer { get; }

    /// <summary>All elements.</summary>
    public Span<T> Span => new(Pointer, Length);
}
