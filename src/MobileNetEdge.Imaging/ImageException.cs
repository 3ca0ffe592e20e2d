namespace MobileNetEdge.Imaging;

/// <summary>A picture that cannot be had: the base of every error this library raises about an image file.</summary>
/// <remarks>Errors of the file system (<see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>) stay what they are.</remarks>
public abstract class ImageException : Exception
{
    private protected ImageException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The file the picture came from, or null where it came from memory.</summary>
    public string? Path { get; internal set; }

    /// <inheritdoc/>
    public override string Message => Path is null ? base.Message : $"{Path}: {base.Message}";
}

/// <summary>A file that is not a whole, well-formed picture.</summary>
public sealed class InvalidImageException : ImageException
{
    /// <summary>Says what is wrong and where.</summary>
    /// <param name="what">The thing that is wrong, such as "PNG chunk length".</param>
    /// <param name="offset">Where it stands, in bytes from the start of the file.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="expected">What should stand there.</param>
    /// <param name="inner">The error of a lower layer, if there was one.</param>
    public InvalidImageException(string what, long offset, string found, string expected, Exception? inner = null)
        : base($"{what} at byte {offset}: found {found}, expected {expected}", inner)
    {
        (What, Offset, Found, Expected) = (what, offset, found, expected);
    }

    /// <summary>The thing that is wrong.</summary>
    public string What { get; }

    /// <summary>Where it stands, in bytes from the start of the file.</summary>
    public long Offset { get; }

    /// <summary>What stands there.</summary>
    public string Found { get; }

    /// <summary>What should stand there.</summary>
    public string Expected { get; }
}

/// <summary>A picture that may be well formed but is of a kind or size this library does not take.</summary>
public sealed class UnsupportedImageException(string message) : ImageException(message);

/// <summary>A picture that needs a native library which is not installed.</summary>
public sealed class MissingCodecException : ImageException
{
    /// <summary>Names the library and the Debian package that holds it.</summary>
    public MissingCodecException(string library, string package)
        : base($"the library {library} is not installed; on Debian and Raspberry Pi OS: sudo apt-get install {package}")
    {
        (Library, Package) = (library, package);
    }

    /// <summary>The names under which the library was looked for.</summary>
    public string Library { get; }

    /// <summary>The Debian package that holds the library.</summary>
    public string Package { get; }
}
