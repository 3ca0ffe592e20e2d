using System.Runtime.InteropServices;

namespace MobileNetEdge.Imaging;

/// <summary>Decodes one JPEG picture after another into the same memory: frames of a camera that compresses. One thread at a time.</summary>
/// <remarks>Motion JPEG may leave out its Huffman tables; libturbojpeg then takes the standard's. Orientation is not applied.</remarks>
public sealed unsafe class JpegFrameDecoder : IDisposable
{
    private readonly TurboJpegHandle _handle;
    private byte[] _pixels = [];
    private int _length;

    /// <summary>Makes a decoder.</summary>
    /// <exception cref="MissingCodecException">libturbojpeg is not installed.</exception>
    public JpegFrameDecoder()
    {
        TurboJpeg.EnsureLoaded();
        _handle = TurboJpeg.InitDecompress();
    }

    /// <summary>The last picture: red, green and blue, rows without padding.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels.AsSpan(0, _length);

    /// <summary>Decodes a picture. Takes memory only where it is larger than every one before.</summary>
    /// <param name="jpeg">The whole picture.</param>
    /// <param name="shape">What <see cref="Pixels"/> hold.</param>
    /// <returns>Whether it is a whole picture within the limits of frames.</returns>
    public bool TryDecode(ReadOnlySpan<byte> jpeg, out FrameShape shape)
    {
        shape = default;
        _length = 0;
        if (_handle.IsInvalid || !IsWellFormed(jpeg))
        {
            return false;
        }

        fixed (byte* data = jpeg)
        {
            CULong size = new((uint)jpeg.Length);
            int result = TurboJpeg.DecompressHeader(_handle, data, size, out int width, out int height, out _, out int colorspace);
            bool isPlain = colorspace is >= 0 and not (TurboJpeg.ColorspaceCmyk or TurboJpeg.ColorspaceYcck);
            if (!isPlain || (result != 0 && (width < 1 || height < 1)) || !IsWithinLimits(width, height))
            {
                return false;
            }

            int length = width * height * 3;
            if (_pixels.Length < length)
            {
                _pixels = GC.AllocateUninitializedArray<byte>(length);
            }

            if (!TryDecode(data, size, width, height))
            {
                return false;
            }

            (_length, shape) = (length, FrameShape.Packed(width, height, FrameFormat.Rgb24));
            return true;
        }
    }

    /// <summary>Frees the decoder.</summary>
    public void Dispose() => _handle.Dispose();

    private static bool IsWithinLimits(int width, int height)
    {
        return width is >= 1 and <= FrameShape.MaxSide && height is >= 1 and <= FrameShape.MaxSide
            && (long)width * height <= ImageLimits.Default.MaxPixels;
    }

    private static bool IsWellFormed(ReadOnlySpan<byte> jpeg)
    {
        if (!jpeg.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
        {
            return false;
        }

        try
        {
            _ = JpegStructure.Read(new FileBytes(jpeg));
            return true;
        }
        catch (ImageException)
        {
            return false;
        }
    }

    /// <summary>Cameras provoke warnings; missing picture data is none that can be passed over.</summary>
    private bool TryDecode(byte* jpeg, CULong size, int width, int height)
    {
        fixed (byte* pixels = _pixels)
        {
            int result = TurboJpeg.Decompress(
                _handle, jpeg, size, pixels, width, 0, height, TurboJpeg.PixelFormatRgb, TurboJpeg.LimitScans);
            return result == 0
                || (TurboJpeg.GetErrorCode(_handle) == TurboJpeg.ErrorIsWarning
                    && !TurboJpeg.GetErrorText(_handle).Contains("premature end", StringComparison.OrdinalIgnoreCase));
        }
    }
}
