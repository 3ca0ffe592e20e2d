namespace MobileNetEdge.Imaging;

/// <summary>The data of consecutive IDAT chunks as one stream; each chunk is checked as it is reached.</summary>
/// <remarks>Reads memory that the creator keeps pinned for as long as the stream is used.</remarks>
internal sealed unsafe class PngDataStream : Stream
{
    private readonly byte* _file;
    private readonly int _length;
    private PngChunk _chunk;
    private int _position;

    /// <param name="file">The pinned file.</param>
    /// <param name="length">Bytes in the file.</param>
    /// <param name="first">The first IDAT chunk.</param>
    public PngDataStream(byte* file, int length, PngChunk first)
    {
        _file = file;
        _length = length;
        _chunk = first;
        _position = first.Offset;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The first chunk after the data, of any type but IDAT.</summary>
    public PngChunk SkipToEnd()
    {
        while (_chunk.Type == PngChunk.Data)
        {
            NextChunk();
        }

        return _chunk;
    }

    public override int Read(Span<byte> buffer)
    {
        while (_chunk.Type == PngChunk.Data && _position == _chunk.Offset + _chunk.Length)
        {
            NextChunk();
        }

        if (_chunk.Type != PngChunk.Data)
        {
            return 0;
        }

        int count = Math.Min(buffer.Length, _chunk.Offset + _chunk.Length - _position);
        new ReadOnlySpan<byte>(_file + _position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void NextChunk()
    {
        _chunk = PngChunk.Read(new FileBytes(new ReadOnlySpan<byte>(_file, _length)), _chunk.Next);
        _position = _chunk.Offset;
    }
}
