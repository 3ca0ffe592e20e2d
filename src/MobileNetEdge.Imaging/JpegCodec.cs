using System.Runtime.InteropServices;

namespace MobileNetEdge.Imaging;

/// <summary>The native library that decodes and encodes JPEG: libturbojpeg 2 or 3.</summary>
public static class JpegCodec
{
    /// <summary>The Debian package that holds the library.</summary>
    public const string DebianPackage = "libturbojpeg0";

    internal static readonly string[] LibraryNames = ["libturbojpeg.so.0", "libturbojpeg", "turbojpeg"];

    /// <summary>Makes sure that JPEG pictures can be read, before any is.</summary>
    /// <exception cref="MissingCodecException">The library is not installed.</exception>
    public static void Require() => TurboJpeg.EnsureLoaded();

    /// <summary>Makes sure that one of some libraries can be loaded.</summary>
    /// <param name="libraryNames">File names or paths, the first that loads is taken.</param>
    /// <returns>The loaded library.</returns>
    /// <exception cref="MissingCodecException">None of them can be loaded.</exception>
    public static nint Load(params ReadOnlySpan<string> libraryNames)
    {
        foreach (string name in libraryNames)
        {
            if (NativeLibrary.TryLoad(name, typeof(JpegCodec).Assembly, searchPath: null, out nint library))
            {
                return library;
            }
        }

        throw new MissingCodecException(string.Join(" or ", libraryNames!), DebianPackage);
    }
}
