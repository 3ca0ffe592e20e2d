namespace MobileNetEdge.Cli.Classification;

/// <summary>The pictures that paths stand for: files as they are, folders with every picture below them in a fixed order.</summary>
internal static class PictureFiles
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".ppm", ".pgm", ".pbm", ".pnm"];

    /// <exception cref="UsageException">A folder holds no picture.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths)
    {
        List<string> files = [];
        foreach (string path in paths)
        {
            if (!Directory.Exists(path))
            {
                files.Add(path);
                continue;
            }

            string[] found = [.. Directory.EnumerateFiles(path, "*", Everything).Where(IsPicture).Order(StringComparer.Ordinal)];
            if (found.Length == 0)
            {
                throw new UsageException($"no picture in {path}; looked for {string.Join(" ", Extensions)}");
            }

            files.AddRange(found);
        }

        return files;
    }

    // Links to folders are not followed: they may lead in circles.
    private static EnumerationOptions Everything { get; } = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden,
    };

    private static bool IsPicture(string file) => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
