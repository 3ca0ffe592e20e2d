using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace MobileNetEdge.TfLite;

/// <summary>The bytes of a file, mapped read-only into memory until disposed and no longer pinned.</summary>
/// <remarks>
/// There is no finalizer on purpose: spans into the mapping do not keep this object alive, so that unmapping without being told to
/// could take memory away from a running computation.
/// </remarks>
internal sealed unsafe class MappedFile : MemoryManager<byte>
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _length;
    private readonly Lock _lock = new();
    private byte* _start;
    private int _pins;
    private bool _isDisposed;

    private MappedFile(FileStream stream, int length)
    {
        _length = length;
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _start = pointer + _view.PointerOffset;
    }

    /// <summary>Maps a file.</summary>
    /// <exception cref="InvalidModelException">The file is empty.</exception>
    /// <exception cref="UnsupportedModelException">The file is longer than 2^31 - 1 bytes.</exception>
    /// <exception cref="IOException">The path names a directory, a pipe or nothing, or the file cannot be read.</exception>
    public static MappedFile Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a directory, not a model file");
        }

        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        try
        {
            return new MappedFile(stream, CheckLength(stream, path));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        return new Span<byte>(_start, _length);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_start is null, this);
            _pins++;
            return new MemoryHandle(_start + elementIndex, pinnable: this);
        }
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        lock (_lock)
        {
            _pins--;
            UnmapIfUnused();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _isDisposed = true;
            UnmapIfUnused();
        }
    }

    private void UnmapIfUnused()
    {
        if (_start is null || !_isDisposed || _pins > 0)
        {
            return;
        }

        _start = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static int CheckLength(FileStream stream, string path)
    {
        if (!stream.CanSeek)
        {
            throw new IOException($"'{path}' is not a file of fixed length");
        }

        return stream.Length switch
        {
            0 => throw new InvalidModelException("the file is empty"),
            > int.MaxValue => throw new UnsupportedModelException("model", $"{stream.Length} bytes, more than {int.MaxValue}"),
            long length => (int)length,
        };
    }
}
