using System.Runtime.InteropServices;

namespace MobileNetEdge.Imaging;

/// <summary>Encodes one picture after another as baseline JPEG, 4:2:0, into the same memory. One thread at a time.</summary>
public sealed unsafe class JpegEncoder : IDisposable
{
    /// <summary>The largest side of a JPEG picture (ITU-T T.81, B.2.2).</summary>
    private const int MaxSide = 65500;

    private readonly TurboJpegHandle _handle;
    private byte[] _jpeg = [];

    /// <summary>Makes an encoder.</summary>
    /// <exception cref="MissingCodecException">libturbojpeg is not installed.</exception>
    public JpegEncoder()
    {
        TurboJpeg.EnsureLoaded();
        _handle = TurboJpeg.InitCompress();
        if (_handle.IsInvalid)
        {
            throw new InvalidOperationException("libturbojpeg could not create a compressor");
        }
    }

    /// <summary>Encodes a picture. Takes memory only where it is larger than every one before.</summary>
    /// <param name="picture">At most 65,500 pixels a side.</param>
    /// <param name="quality">1..100, libjpeg's scale.</param>
    /// <returns>The whole file; overwritten by the next call.</returns>
    /// <exception cref="ArgumentException">The quality or a side is out of range, or the file could take more than 2^31 bytes.</exception>
    public ReadOnlySpan<byte> Encode(RgbImage picture, int quality)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        Reserve(picture.Width, picture.Height);
        fixed (byte* pixels = picture.Pixels)
        fixed (byte* jpeg = _jpeg)
        {
            byte* target = jpeg;
            CULong size = new((uint)_jpeg.Length);
            int result = TurboJpeg.Compress(
                _handle, pixels, picture.Width, 0, picture.Height, TurboJpeg.PixelFormatRgb, &target, &size, TurboJpeg.Subsampling420, quality, TurboJpeg.NoReallocation);
            return result == 0
                ? _jpeg.AsSpan(0, (int)size.Value)
                : throw new InvalidOperationException($"libturbojpeg could not encode a picture: {TurboJpeg.GetErrorText(_handle)}");
        }
    }

    /// <summary>Frees the encoder.</summary>
    public void Dispose() => _handle.Dispose();

    private void Reserve(int width, int height)
    {
        nuint size = width <= MaxSide && height <= MaxSide ? TurboJpeg.BufferSize(width, height, TurboJpeg.Subsampling420).Value : nuint.MaxValue;
        if (size > (nuint)Array.MaxLength)
        {
            throw new ArgumentException($"a picture of {width} x {height} pixels is too large for a JPEG file");
        }

        if ((nuint)_jpeg.Length < size)
        {
            _jpeg = GC.AllocateUninitializedArray<byte>((int)size);
        }
    }
}
