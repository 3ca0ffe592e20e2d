using MobileNetEdge.Imaging;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>A folder of pictures, whose sub-folders are the classes where no picture lies beside them.</summary>
internal static class LabelledFolder
{
    public static FileSource Open(string folder, int limit)
    {
        IReadOnlyList<string> files = PictureFolder.Find(folder);
        bool hasClasses = files.All(file => ClassOf(folder, file) is not null);
        Dictionary<string, int> classes = hasClasses
            ? PictureFolder.SubFolders(folder).Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal)
            : [];
        return new FileSource([.. files.Take(limit).Select(file => new PictureFile(file, hasClasses ? classes[ClassOf(folder, file)!] : null))]);
    }

    /// <summary>The folder below the set's own that a file lies in, at any depth; null where it lies in the set's own.</summary>
    private static string? ClassOf(string folder, string file)
    {
        string inside = Path.GetRelativePath(folder, file);
        int end = inside.IndexOf(Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return end < 0 ? null : inside[..end];
    }
}
