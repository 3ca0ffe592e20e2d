namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Reads the whole lines of a file, each of a bounded length.</summary>
/// <param name="stream">Where to read, from its start.</param>
internal sealed class LineReader(Stream stream)
{
    /// <summary>Bytes that a line may have.</summary>
    private const int MaxLine = 1 << 20;

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isOver;

    /// <summary>Where the last whole line ends, in bytes from the start.</summary>
    public long End { get; private set; }

    /// <summary>Whether reading ended at a line beyond all bounds.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>After the last whole line: what stands behind it.</summary>
    public ReadOnlySpan<byte> Rest => _buffer.AsSpan(_start, _end - _start);

    /// <summary>The next line without its end, valid until the next call; null where no whole one is left.</summary>
    public ReadOnlyMemory<byte>? Read()
    {
        int searched = _start;
        int length;
        while ((length = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n')) < 0)
        {
            searched = _end - _start;
            if (!TryFill())
            {
                return null;
            }
        }

        int line = _start;
        _start = searched + length + 1;
        End += _start - line;
        return _buffer.AsMemory(line, _start - line - 1);
    }

    /// <summary>Moves the rest to the buffer's start and reads on.</summary>
    private bool TryFill()
    {
        if (_isOver || IsTooLong)
        {
            return false;
        }

        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            IsTooLong = _buffer.Length >= MaxLine;
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, MaxLine));
        }

        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isOver = read == 0;
        return !_isOver && !IsTooLong;
    }
}
