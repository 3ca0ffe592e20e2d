using System.Runtime.InteropServices;

namespace MobileNetEdge.Imaging;

/// <summary>Decodes JPEG by libturbojpeg: baseline and progressive, grey, YCbCr, RGB, CMYK and YCCK; Exif orientation applied.</summary>
internal static unsafe class JpegDecoder
{
    public static RgbImage Decode(ReadOnlySpan<byte> data, ImageLimits limits)
    {
        JpegStructure structure = JpegStructure.Read(new FileBytes(data));
        TurboJpeg.EnsureLoaded();
        using TurboJpegHandle handle = TurboJpeg.InitDecompress();
        if (handle.IsInvalid)
        {
            throw new InvalidOperationException("libturbojpeg could not create a decompressor");
        }

        fixed (byte* jpeg = data)
        {
            RgbImage image = Decode(handle, jpeg, data.Length, structure, limits);
            return Orientations.Upright(image, structure.Orientation);
        }
    }

    private static RgbImage Decode(TurboJpegHandle handle, byte* jpeg, int size, JpegStructure structure, ImageLimits limits)
    {
        CULong length = new((uint)size);
        int result = TurboJpeg.DecompressHeader(handle, jpeg, length, out int width, out int height, out _, out int colorspace);

        // Version 2 fails on a subsampling that has no name, though it decodes it; size and colour space are known by then.
        if (result != 0 && (width < 1 || height < 1 || colorspace < 0))
        {
            ThrowInvalid(handle, structure);
        }

        limits.Check(width, height, structure.FrameOffset);
        if (colorspace is TurboJpeg.ColorspaceCmyk or TurboJpeg.ColorspaceYcck)
        {
            byte[] cmyk = GC.AllocateUninitializedArray<byte>(checked(width * height * 4));
            DecodePixels(handle, jpeg, length, cmyk, width, height, TurboJpeg.PixelFormatCmyk, structure);
            return FromInvertedCmyk(cmyk, width, height);
        }

        RgbImage image = RgbImage.Uninitialized(width, height);
        DecodePixels(handle, jpeg, length, image.Buffer, width, height, TurboJpeg.PixelFormatRgb, structure);
        return image;
    }

    private static void DecodePixels(
        TurboJpegHandle handle, byte* jpeg, CULong length, byte[] pixels, int width, int height, int format, JpegStructure structure)
    {
        const int Flags = TurboJpeg.AccurateDct | TurboJpeg.LimitScans;
        fixed (byte* destination = pixels)
        {
            int result = TurboJpeg.Decompress(handle, jpeg, length, destination, width, 0, height, format, Flags);
            if (result != 0 && !IsTolerable(handle))
            {
                ThrowInvalid(handle, structure);
            }
        }
    }

    /// <summary>Whether the error is a warning of the kind cameras provoke; missing picture data is none of those.</summary>
    private static bool IsTolerable(TurboJpegHandle handle)
    {
        return TurboJpeg.GetErrorCode(handle) == TurboJpeg.ErrorIsWarning
            && !TurboJpeg.GetErrorText(handle).Contains("premature end", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Adobe's convention, which practically all CMYK files follow: 255 is no ink.</summary>
    private static RgbImage FromInvertedCmyk(ReadOnlySpan<byte> cmyk, int width, int height)
    {
        RgbImage image = RgbImage.Uninitialized(width, height);
        Span<byte> pixels = image.Pixels;
        for (int i = 0, j = 0; i < pixels.Length; i += 3, j += 4)
        {
            int black = cmyk[j + 3];
            pixels[i] = (byte)(black - Blend.Multiply255(255 - cmyk[j], black));
            pixels[i + 1] = (byte)(black - Blend.Multiply255(255 - cmyk[j + 1], black));
            pixels[i + 2] = (byte)(black - Blend.Multiply255(255 - cmyk[j + 2], black));
        }

        return image;
    }

    private static void ThrowInvalid(TurboJpegHandle handle, JpegStructure structure)
    {
        Throw.Invalid("JPEG picture", structure.FrameOffset, TurboJpeg.GetErrorText(handle), "a whole picture");
    }
}
