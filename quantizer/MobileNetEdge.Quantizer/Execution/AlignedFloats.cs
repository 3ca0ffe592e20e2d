using System.Runtime.CompilerServices;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>Float32 values that begin at a cache line, unless the garbage collector moves them; it leaves large ones alone.</summary>
internal sealed unsafe class AlignedFloats
{
    /// <summary>The most elements there may be; leaves an index room for a tile beyond the end.</summary>
    public const int MaxLength = 1 << 30;

    private const int CacheLine = 64;
    private const int Slack = CacheLine / sizeof(float);

    private readonly float[] _memory;
    private readonly int _first;

    /// <summary>Takes memory for <paramref name="length"/> zeros, at most <see cref="MaxLength"/>.</summary>
    public AlignedFloats(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxLength);
        _memory = new float[length + Slack];
        nuint misalignment = (nuint)Unsafe.AsPointer(ref _memory[0]) % CacheLine;
        _first = misalignment == 0 ? 0 : (int)((CacheLine - misalignment) / sizeof(float));
        Length = length;
    }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The elements.</summary>
    public Span<float> Span => _memory.AsSpan(_first, Length);
}
