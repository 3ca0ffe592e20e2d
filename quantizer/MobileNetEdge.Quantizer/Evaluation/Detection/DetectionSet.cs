using MobileNetEdge.Imaging;
using MobileNetEdge.Quantizer.Evaluation;

namespace MobileNetEdge.Quantizer;

/// <summary>Pictures with boxes around what is in them. Immutable; may be used by several threads.</summary>
public sealed class DetectionSet
{
    private readonly IReadOnlyList<string> _files;
    private readonly IReadOnlyList<IReadOnlyList<TruthBox>> _truths;

    private DetectionSet(IReadOnlyList<string> files, IReadOnlyList<IReadOnlyList<TruthBox>> truths)
    {
        _files = files;
        _truths = truths;
    }

    /// <summary>How many pictures there are; at least 1.</summary>
    public int Count => _files.Count;

    /// <summary>Opens a set.</summary>
    /// <param name="path">A folder of pictures, or the list of boxes itself, which then names files from its own folder on.</param>
    /// <param name="boxFile">For a folder, the list of boxes: a .csv with the columns file, class or class_index, x1, y1, x2, y2, possibly crowd.</param>
    /// <param name="classes">The detector's classes.</param>
    /// <param name="limit">Take only so many pictures from the start; null for all.</param>
    /// <exception cref="InvalidPictureSetException">A malformed list, no picture, or boxes of pictures that are not there.</exception>
    /// <exception cref="IOException">A path cannot be read.</exception>
    public static DetectionSet Open(string path, string? boxFile, ClassNames classes, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(classes);
        bool isFolder = Directory.Exists(path);
        if (isFolder && boxFile is null)
        {
            throw new InvalidPictureSetException($"{path} is a folder; --ground-truth must name the .csv with its boxes");
        }

        List<(string File, TruthBox Box)> boxes = BoxList.Read(boxFile ?? path, classes);
        string folder = isFolder ? path : Path.GetDirectoryName(path) ?? "";
        IEnumerable<string> all = isFolder ? PictureFolder.Find(path) : boxes.Select(box => Path.Combine(folder, box.File)).Distinct();
        string[] files = [.. all.Take(limit ?? int.MaxValue)];
        if (files.Length == 0)
        {
            throw new InvalidPictureSetException($"there is no picture in {path}");
        }

        ILookup<string, TruthBox> truths = boxes.ToLookup(box => Path.Combine(folder, box.File), box => box.Box);
        if (limit is null && truths.FirstOrDefault(group => Array.IndexOf(files, group.Key) < 0) is { } missing)
        {
            throw new InvalidPictureSetException($"{boxFile}: {missing.Key} is not there");
        }

        return new DetectionSet(files, [.. files.Select(file => truths[file].ToArray())]);
    }

    /// <summary>A picture's path.</summary>
    public string Name(int index) => _files[index];

    /// <summary>What is in a picture.</summary>
    public IReadOnlyList<TruthBox> Truths(int index) => _truths[index];

    /// <summary>Reads and decodes a picture.</summary>
    /// <exception cref="ImageException">The picture is broken.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public RgbImage Load(int index) => ImageFile.Load(_files[index]);
}
