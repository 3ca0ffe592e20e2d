using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Classification;

/// <summary>The pictures that paths stand for: files as they are, folders with every picture below them in a fixed order.</summary>
internal static class PictureFiles
{
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

            IReadOnlyList<string> found = PictureFolder.Find(path);
            if (found.Count == 0)
            {
                throw new UsageException($"no picture in {path}; looked for {string.Join(" ", PictureFolder.Extensions)}");
            }

            files.AddRange(found);
        }

        return files;
    }
}
