using System.Buffers;
using System.Globalization;

namespace MobileNetEdge.Cli.Watching.Snapshots;

/// <summary>Sizes as people write them: 500MB, 2GiB, 100000.</summary>
internal static class ByteSize
{
    /// <summary>What is taken, for messages.</summary>
    public const string Syntax = "a size such as 500MB or 2GiB";

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("KIB", 1L << 10), ("MIB", 1L << 20), ("GIB", 1L << 30), ("TIB", 1L << 40),
        ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1), ("", 1),
    ];

    /// <summary>Reads a size of at least one byte.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        int digits = text.AsSpan().IndexOfAnyExcept(NumberCharacters);
        digits = digits < 0 ? text.Length : digits;
        string unit = text[digits..].Trim().ToUpperInvariant();
        if (!decimal.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
        {
            return false;
        }

        foreach ((string name, long factor) in Units)
        {
            if (name == unit && number <= long.MaxValue / factor)
            {
                bytes = (long)(number * factor);
                return bytes > 0;
            }
        }

        return false;
    }
}
