using System.Diagnostics.CodeAnalysis;

namespace MobileNetEdge.Imaging;

internal static class Throw
{
    [DoesNotReturn]
    public static void Invalid(string what, long offset, string found, string expected, Exception? inner = null)
    {
        throw new InvalidImageException(what, offset, found, expected, inner);
    }

    [DoesNotReturn]
    public static void Truncated(string what, long offset, long length, long expected)
    {
        throw new InvalidImageException(what, offset, $"the end of the file at byte {length}", $"{expected} bytes");
    }

    [DoesNotReturn]
    public static void Unsupported(string message) => throw new UnsupportedImageException(message);
}
