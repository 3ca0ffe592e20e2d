namespace MobileNetEdge.Imaging;

/// <summary>The pictures in a folder, recognised by their names.</summary>
/// <remarks>Hidden files and folders are left out, and links are not followed: they may lead in circles.</remarks>
public static class PictureFolder
{
    private static readonly string[] Known = [".jpg", ".jpeg", ".png", ".bmp", ".ppm", ".pgm", ".pbm", ".pnm"];

    /// <summary>The endings of names that pictures have, with the dot, in lower case.</summary>
    public static IReadOnlyList<string> Extensions => Known;

    /// <summary>Every picture below a folder, in the ordinal order of the paths; none where it holds none.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> Find(string folder)
    {
        return [.. Directory.EnumerateFiles(folder, "*", Visible(recurse: true)).Where(IsPicture).Order(StringComparer.Ordinal)];
    }

    /// <summary>The names of the folders in a folder, in ordinal order.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> SubFolders(string folder)
    {
        IEnumerable<string> folders = Directory.EnumerateDirectories(folder, "*", Visible(recurse: false));
        return [.. folders.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
    }

    private static bool IsPicture(string file) => Known.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    private static EnumerationOptions Visible(bool recurse) => new()
    {
        RecurseSubdirectories = recurse,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden,
    };
}
