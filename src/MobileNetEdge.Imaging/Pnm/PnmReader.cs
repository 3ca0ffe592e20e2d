namespace MobileNetEdge.Imaging;

/// <summary>Reads the numbers of a PNM file: decimal digits between white space and comments.</summary>
internal ref struct PnmReader(FileBytes file, int position)
{
    private readonly FileBytes _file = file;

    public int Position { get; private set; } = position;

    /// <summary>The next number; the byte after it stays unread.</summary>
    public int Number(string what, int most)
    {
        SkipSpace();
        int start = Position;
        long value = 0;
        for (; Position < _file.Length && char.IsAsciiDigit((char)_file.Data[Position]); Position++)
        {
            value = (value * 10) + _file.Data[Position] - '0';
            if (value > most)
            {
                Throw.Invalid(what, start, $"{value} or more", $"at most {most}");
            }
        }

        if (Position == start)
        {
            ThrowNoDigit(what);
        }

        return (int)value;
    }

    /// <summary>The next 0 or 1 of a plain bitmap, which needs no space around it.</summary>
    public int Bit()
    {
        SkipSpace();
        int bit = Position < _file.Length ? _file.Data[Position] - '0' : -1;
        if (bit is not (0 or 1))
        {
            ThrowNoDigit("PBM pixel");
        }

        Position++;
        return bit;
    }

    /// <summary>Passes over the one white space that ends the header of a binary picture.</summary>
    public void Separator()
    {
        if (Position < _file.Length && !IsSpace(_file.Data[Position]))
        {
            Throw.Invalid("PNM header", Position, $"0x{_file.Data[Position]:X2}", "white space");
        }

        Position++;
    }

    private static bool IsSpace(byte value) => value is (>= 9 and <= 13) or 32;

    private void SkipSpace()
    {
        for (; Position < _file.Length; Position++)
        {
            if (_file.Data[Position] == '#')
            {
                int end = _file.Data[Position..].IndexOfAny((byte)'\n', (byte)'\r');
                Position = end < 0 ? _file.Length - 1 : Position + end;
            }
            else if (!IsSpace(_file.Data[Position]))
            {
                return;
            }
        }
    }

    private readonly void ThrowNoDigit(string what)
    {
        string found = Position < _file.Length ? $"0x{_file.Data[Position]:X2}" : "the end of the file";
        Throw.Invalid(what, Position, found, "a digit");
    }
}
