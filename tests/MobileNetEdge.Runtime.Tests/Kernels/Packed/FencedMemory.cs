using System.Runtime.InteropServices;

namespace MobileNetEdge.Runtime.Tests.Kernels;

/// <summary>
/// Memory whose last byte lies before a page that may not be touched, so that a kernel which reads or writes beyond its end is noticed.
/// </summary>
internal sealed unsafe partial class FencedMemory : IDisposable
{
    private const int ReadWrite = 1 | 2;
    private const int PrivateAnonymous = 0x22;
    private readonly nint _start;
    private readonly nint _mapped;
    private readonly nint _end;

    /// <summary>Maps at least <paramref name="length"/> bytes.</summary>
    public FencedMemory(int length)
    {
        nint page = Environment.SystemPageSize;
        nint usable = (length + page - 1) / page * page;
        _mapped = usable + page;
        _start = Map(0, _mapped, ReadWrite, PrivateAnonymous, -1, 0);
        Assert.NotEqual(-1, _start);
        _end = _start + usable;
        Assert.Equal(0, Protect(_end, page, 0));
        Length = length;
    }

    /// <summary>Bytes asked for.</summary>
    public int Length { get; }

    /// <summary>The last bytes before the fence.</summary>
    public sbyte* Last(int length)
    {
        Assert.True(length <= Length);
        return (sbyte*)(_end - length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = Unmap(_start, _mapped);
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nint length);
}
