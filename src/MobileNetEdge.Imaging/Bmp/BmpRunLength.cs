namespace MobileNetEdge.Imaging;

/// <summary>Decodes the run-length encodings of 8 and 4 bits a pixel; pixels they leave out have palette index 0.</summary>
/// <remarks>"Bitmap Compression" of the Windows GDI documentation.</remarks>
internal ref struct BmpRunLength
{
    private const int EndOfLine = 0;
    private const int EndOfBitmap = 1;
    private const int Delta = 2;

    private readonly FileBytes _file;
    private readonly BmpPalette _palette;
    private readonly RgbImage _image;
    private readonly bool _nibbles;
    private long _position;
    private int _x;
    private int _y;

    public BmpRunLength(FileBytes file, BmpHeader header, BmpPalette palette, RgbImage image)
    {
        _file = file;
        _palette = palette;
        _image = image;
        _nibbles = header.Compression == BmpCompression.Rle4;
        _position = header.Pixels;
    }

    public void Decode()
    {
        Clear();
        while (true)
        {
            int count = Next();
            int value = Next();
            if (count > 0)
            {
                Run(count, value);
            }
            else if (value > Delta)
            {
                Literal(value);
            }
            else if (value == EndOfBitmap)
            {
                return;
            }
            else
            {
                Move(value);
            }
        }
    }

    private readonly void Clear()
    {
        for (int i = 0; i < _image.Buffer.Length; i += 3)
        {
            _palette.Write(0, _image.Pixels[i..]);
        }
    }

    private int Next() => _file.U8(_position++, "BMP run");

    private void Move(int escape)
    {
        if (escape == EndOfLine)
        {
            (_x, _y) = (0, _y + 1);
        }
        else
        {
            (_x, _y) = (_x + Next(), _y + Next());
        }

        if (_x > _image.Width || _y > _image.Height)
        {
            ThrowOutside();
        }
    }

    private void Run(int count, int value)
    {
        Span<byte> row = Reserve(count);
        for (int i = 0; i < count; i++)
        {
            int index = !_nibbles ? value : (i & 1) == 0 ? value >> 4 : value & 15;
            _palette.Write(index, row[(3 * i)..]);
        }
    }

    /// <summary>Pixels as they are; an odd number of bytes is followed by one of padding.</summary>
    private void Literal(int count)
    {
        Span<byte> row = Reserve(count);
        int length = _nibbles ? (count + 1) / 2 : count;
        ReadOnlySpan<byte> stored = _file.Slice(_position, length, "BMP run");
        for (int i = 0; i < count; i++)
        {
            int index = !_nibbles ? stored[i] : (i & 1) == 0 ? stored[i >> 1] >> 4 : stored[i >> 1] & 15;
            _palette.Write(index, row[(3 * i)..]);
        }

        _position += length + (length & 1);
    }

    private Span<byte> Reserve(int count)
    {
        if (_y >= _image.Height || count > _image.Width - _x)
        {
            ThrowOutside();
        }

        Span<byte> pixels = _image.Row(_image.Height - 1 - _y).Slice(3 * _x, 3 * count);
        _x += count;
        return pixels;
    }

    private readonly void ThrowOutside()
    {
        Throw.Invalid(
            "BMP run", _position, $"pixels at column {_x} of stored row {_y}", $"within {_image.Width} x {_image.Height} pixels");
    }
}
