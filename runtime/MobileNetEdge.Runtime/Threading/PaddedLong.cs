using System.Runtime.InteropServices;

namespace MobileNetEdge.Runtime.Threading;

/// <summary>A word that threads share, alone on its cache lines, so that writing it disturbs nobody who reads another.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PaddedLong
{
    // Prefetchers fetch lines in pairs: 128 bytes before and behind.
    [FieldOffset(128)]
    private long _value;

    /// <summary>Reads; what the writer wrote before is seen after it.</summary>
    public readonly long Read() => Volatile.Read(in _value);

    /// <summary>Writes; what was written before is seen by whoever reads the new value.</summary>
    public void Write(long value) => Volatile.Write(ref _value, value);

    /// <summary>Replaces a value if it is still there.</summary>
    public bool TryReplace(long expected, long value) => Interlocked.CompareExchange(ref _value, value, expected) == expected;

    /// <summary>Subtracts 1 and returns what is left.</summary>
    public long Decrement() => Interlocked.Decrement(ref _value);
}
