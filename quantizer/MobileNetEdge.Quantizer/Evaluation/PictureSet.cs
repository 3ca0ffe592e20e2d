using MobileNetEdge.Imaging;
using MobileNetEdge.Quantizer.Evaluation;

namespace MobileNetEdge.Quantizer;

/// <summary>An ordered list of pictures, some or all with the index of their class. Immutable; may be used by several threads.</summary>
/// <remarks>
/// Only names and labels are kept in memory; each picture is read when it is loaded. A set is one of
/// <list type="bullet">
/// <item>a folder: every picture below it, in the ordinal order of the paths. Where all lie in sub-folders, these are the classes, numbered in
/// the ordinal order of their names, the empty ones included;</item>
/// <item>a .csv file (RFC 4180) whose header has <c>file</c>, a path from the file's own folder on, and possibly <c>label_index</c>;</item>
/// <item>a .bin file: a batch in the binary version of CIFAR-10, pictures of 32 × 32;</item>
/// <item>a folder and a file of labels, as ImageNet's validation pictures come. The file's lines are either a picture's name in the folder and
/// the index of its class, or, as in ILSVRC2012_validation_ground_truth.txt, the ILSVRC2012_IDs of ILSVRC2012_val_00000001.JPEG and so on;
/// then the development kit's map_clsloc.txt lies beside it.</item>
/// </list>
/// </remarks>
public sealed class PictureSet
{
    /// <summary>The most pictures that a list or batch may hold.</summary>
    public const int MaxCount = 10_000_000;

    private readonly PictureSource _source;

    private PictureSet(PictureSource source)
    {
        _source = source;
    }

    /// <summary>How many pictures there are; at least 1.</summary>
    public int Count => _source.Count;

    /// <summary>The size that every picture has, where the format fixes it; else null.</summary>
    public (int Width, int Height)? Size => _source.Size;

    /// <summary>Opens a set.</summary>
    /// <param name="path">A folder, a .csv file or a .bin file.</param>
    /// <param name="limit">Take only so many pictures from the start; null for all.</param>
    /// <param name="labelFile">The labels of the folder's pictures; null where the set has its own.</param>
    /// <exception cref="InvalidPictureSetException">A malformed file, one of another kind, or no picture at all.</exception>
    /// <exception cref="IOException">The path cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path may not be read.</exception>
    public static PictureSet Open(string path, int? limit = null, string? labelFile = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit ?? 1, nameof(limit));
        int most = limit ?? int.MaxValue;
        if (labelFile is not null)
        {
            return Filled(path, Directory.Exists(path)
                ? ImageNetFolder.Open(path, labelFile, most)
                : throw new InvalidPictureSetException($"{path} is no folder; only a folder's labels come from another file"));
        }

        PictureSource source = Directory.Exists(path)
            ? LabelledFolder.Open(path, most)
            : Path.GetExtension(path).ToUpperInvariant() switch
            {
                ".CSV" => PictureList.Open(path, most),
                ".BIN" => CifarBatch.Open(path, most),
                _ => throw new InvalidPictureSetException($"{path} is no set of pictures: neither a folder nor a .csv or .bin file"),
            };
        return Filled(path, source);
    }

    /// <summary>Reads and decodes a picture.</summary>
    /// <exception cref="ImageException">The picture is broken.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    public RgbImage Load(int index) => _source.Load(Checked(index));

    /// <summary>The index of a picture's class, at least 0; null where it is not known.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    public int? Label(int index) => _source.Label(Checked(index));

    /// <summary>What to call a picture: its path, or the batch with the picture's place in it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    public string Name(int index) => _source.Name(Checked(index));

    private static PictureSet Filled(string path, PictureSource source)
    {
        return source.Count > 0 ? new PictureSet(source) : throw new InvalidPictureSetException($"there is no picture in {path}");
    }

    private int Checked(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return index;
    }
}
