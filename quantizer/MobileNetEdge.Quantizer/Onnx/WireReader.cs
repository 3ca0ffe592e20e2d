namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>Walks Protocol Buffers' encoding without decoding it.</summary>
/// <param name="stream">Seekable and of fixed length.</param>
internal sealed class WireReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[4096];
    private readonly long _length = stream.Length;
    private int _buffered;
    private int _next;
    private long _bufferStart;

    /// <summary>Bytes from the start of the stream.</summary>
    public long Position => _bufferStart + _next;

    /// <summary>Reads a variable-length integer.</summary>
    /// <param name="end">Where the enclosing message ends.</param>
    public ulong Varint(long end)
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte part = Byte(end);
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Invalid("found a variable-length integer of more than 10 bytes");
    }

    /// <summary>Reads the length of a field, and checks that so much is left of the enclosing message.</summary>
    /// <returns>Where the field ends.</returns>
    public long FieldEnd(long end)
    {
        ulong length = Varint(end);
        return length <= (ulong)(end - Position)
            ? Position + (long)length
            : throw Invalid($"found a field of {length} bytes, expected at most the {end - Position} that are left");
    }

    /// <summary>Moves forward to a position.</summary>
    public void SkipTo(long position, long end)
    {
        if (position > end)
        {
            throw Invalid("found the end of the message inside a field");
        }

        if (position <= _bufferStart + _buffered)
        {
            _next = (int)(position - _bufferStart);
            return;
        }

        stream.Position = _bufferStart = position;
        _buffered = _next = 0;
    }

    /// <summary>An error at the current position.</summary>
    public InvalidModelException Invalid(string what) => new(what, Position);

    private byte Byte(long end)
    {
        if (Position >= end)
        {
            throw Invalid("found the end of the message inside a field");
        }

        if (_next == _buffered)
        {
            _bufferStart += _buffered;
            _next = 0;
            _buffered = stream.Read(_buffer, 0, (int)Math.Min(_buffer.Length, _length - _bufferStart));
            if (_buffered == 0)
            {
                throw Invalid("found the end of the file inside a field");
            }
        }

        return _buffer[_next++];
    }
}
