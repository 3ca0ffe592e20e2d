using System.Runtime.InteropServices;

namespace MobileNetEdge.Imaging;

/// <summary>The few functions of the TurboJPEG API that decoding and encoding need; versions 2.0 to 3 have them all.</summary>
/// <remarks>https://libjpeg-turbo.org/Documentation, "TurboJPEG C API".</remarks>
internal static partial class TurboJpeg
{
    public const int PixelFormatRgb = 0;
    public const int PixelFormatCmyk = 11;
    public const int ColorspaceCmyk = 3;
    public const int ColorspaceYcck = 4;
    public const int AccurateDct = 4096;
    public const int LimitScans = 32768;
    public const int ErrorIsWarning = 0;
    public const int Subsampling420 = 2;
    public const int NoReallocation = 1024;

    private const string Library = "turbojpeg";

    private static readonly Lazy<nint> LoadedLibrary = new(Load);

    /// <summary>Loads the library, once.</summary>
    /// <exception cref="MissingCodecException">It is not installed.</exception>
    public static void EnsureLoaded() => _ = LoadedLibrary.Value;

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    public static partial TurboJpegHandle InitDecompress();

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    public static unsafe partial int DecompressHeader(
        TurboJpegHandle handle, byte* jpeg, CULong size, out int width, out int height, out int subsampling, out int colorspace);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    public static unsafe partial int Decompress(
        TurboJpegHandle handle, byte* jpeg, CULong size, byte* pixels, int width, int pitch, int height, int pixelFormat, int flags);

    [LibraryImport(Library, EntryPoint = "tjInitCompress")]
    public static partial TurboJpegHandle InitCompress();

    /// <summary>The most bytes that a picture can take.</summary>
    [LibraryImport(Library, EntryPoint = "tjBufSize")]
    public static partial CULong BufferSize(int width, int height, int subsampling);

    [LibraryImport(Library, EntryPoint = "tjCompress2")]
    public static unsafe partial int Compress(
        TurboJpegHandle handle, byte* pixels, int width, int pitch, int height, int pixelFormat, byte** jpeg, CULong* size, int subsampling, int quality, int flags);

    [LibraryImport(Library, EntryPoint = "tjGetErrorCode")]
    public static partial int GetErrorCode(TurboJpegHandle handle);

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    public static partial int Destroy(nint handle);

    public static string GetErrorText(TurboJpegHandle handle)
    {
        return Marshal.PtrToStringUTF8(GetErrorString(handle)) ?? "an error without a text";
    }

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    private static partial nint GetErrorString(TurboJpegHandle handle);

    private static nint Load()
    {
        nint library = JpegCodec.Load(JpegCodec.LibraryNames);
        NativeLibrary.SetDllImportResolver(typeof(TurboJpeg).Assembly, (name, _, _) => name == Library ? library : 0);
        return library;
    }
}

/// <summary>A decompressor or a compressor; freed when disposed.</summary>
internal sealed class TurboJpegHandle : SafeHandle
{
    public TurboJpegHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => TurboJpeg.Destroy(handle) == 0;
}
