using System.Buffers;

namespace MobileNetEdge.Imaging;

/// <summary>Reads pictures: JPEG, PNG, BMP and PPM/PGM/PBM, recognised by their content and never by their name.</summary>
/// <remarks>
/// Files are untrusted. Whatever they hold, the outcome is a picture within the limits or an <see cref="ImageException"/>.
/// Transparency is composed over black in PNG and ignored in BMP. Embedded colour profiles and gamma are ignored.
/// </remarks>
public static class ImageFile
{
    private static readonly SearchValues<byte> PnmSeparators = SearchValues.Create(" \t\r\n\v\f#"u8);

    /// <summary>Reads a picture from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">How large file and picture may be; <see cref="ImageLimits.Default"/> where null.</param>
    /// <exception cref="InvalidImageException">The file is not a whole, well-formed picture.</exception>
    /// <exception cref="UnsupportedImageException">The file is of a kind or size that is not taken.</exception>
    /// <exception cref="MissingCodecException">The file is a JPEG and libturbojpeg is not installed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static RgbImage Load(string path, ImageLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        limits ??= ImageLimits.Default;
        try
        {
            return Decode(ReadBounded(path, limits.MaxFileBytes), limits);
        }
        catch (ImageException exception)
        {
            exception.Path = path;
            throw;
        }
    }

    /// <summary>Reads a picture from the bytes of a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="limits">How large the picture may be; <see cref="ImageLimits.Default"/> where null.</param>
    /// <exception cref="InvalidImageException">The bytes are not a whole, well-formed picture.</exception>
    /// <exception cref="UnsupportedImageException">The picture is of a kind or size that is not taken.</exception>
    /// <exception cref="MissingCodecException">The picture is a JPEG and libturbojpeg is not installed.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> file, ImageLimits? limits = null)
    {
        limits ??= ImageLimits.Default;
        return file switch
        {
            [0xFF, 0xD8, 0xFF, ..] => JpegDecoder.Decode(file, limits),
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PngDecoder.Decode(file, limits),
            [(byte)'B', (byte)'M', ..] => BmpDecoder.Decode(file, limits),
            [(byte)'P', >= (byte)'1' and <= (byte)'6', byte next, ..] when PnmSeparators.Contains(next) => PnmDecoder.Decode(file, limits),
            _ => throw Unrecognised(file),
        };
    }

    private static ImageException Unrecognised(ReadOnlySpan<byte> file)
    {
        string? known = file switch
        {
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "a GIF",
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "a WebP",
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "a TIFF",
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => "a HEIF, AVIF or video",
            [(byte)'P', (byte)'7', ..] => "a PAM",
            _ => null,
        };
        if (known is not null)
        {
            return new UnsupportedImageException($"{known} file is not read; convert it to JPEG, PNG, BMP or PPM");
        }

        string found = file.IsEmpty ? "an empty file" : Convert.ToHexString(file[..Math.Min(8, file.Length)]);
        return new InvalidImageException("kind of picture", 0, found, "the first bytes of a JPEG, PNG, BMP or PPM file");
    }

    /// <summary>Reads a file or pipe whole, without trusting the length the system gives.</summary>
    private static ReadOnlySpan<byte> ReadBounded(string path, long most)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        long length = stream.CanSeek ? stream.Length : 0;
        most = Math.Min(most, Array.MaxLength - 1);
        if (length > most)
        {
            Throw.Unsupported($"the file has {length} bytes; the limit is {most}");
        }

        byte[] buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(Math.Max(length, 4096), most) + 1);
        int count = 0;
        for (int read; (read = stream.Read(buffer, count, buffer.Length - count)) > 0;)
        {
            count += read;
            if (count > most)
            {
                Throw.Unsupported($"the file has more than {most} bytes, which is the limit");
            }

            if (count == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, most + 1));
            }
        }

        return buffer.AsSpan(0, count);
    }
}
