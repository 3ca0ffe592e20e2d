namespace MobileNetEdge.Cli.Watching.Configuration;

/// <summary>A place in a text, both from 1; columns are characters as UTF-8 has them.</summary>
internal readonly record struct TextPosition(int Line, int Column)
{
    /// <summary>The place of a byte of a line, both from 0.</summary>
    public static TextPosition Of(ReadOnlySpan<byte> text, long line, long byteInLine)
    {
        int start = 0;
        for (int length; line > 0 && (length = text[start..].IndexOf((byte)'\n')) >= 0; line--)
        {
            start += length + 1;
        }

        return Of(text, start + byteInLine);
    }

    /// <summary>The place of a byte.</summary>
    public static TextPosition Of(ReadOnlySpan<byte> text, long offset)
    {
        ReadOnlySpan<byte> before = text[..(int)Math.Min(offset, text.Length)];
        int column = 1;
        foreach (byte value in before[(before.LastIndexOf((byte)'\n') + 1)..])
        {
            // Bytes that continue a character do not count.
            column += (value & 0xC0) == 0x80 ? 0 : 1;
        }

        return new(before.Count((byte)'\n') + 1, column);
    }
}
