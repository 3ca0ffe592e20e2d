using MobileNetEdge.Imaging;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>
/// The binary version of CIFAR-10 (Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009): for each picture a byte for
/// the class, then 1,024 bytes each of red, green and blue, row after row.
/// </summary>
internal sealed class CifarBatch : PictureSource
{
    public const int Side = 32;
    public const int RecordBytes = 1 + (3 * PlaneBytes);
    public const int Classes = 10;
    private const int PlaneBytes = Side * Side;

    private readonly string _path;
    private readonly byte[] _labels;

    private CifarBatch(string path, byte[] labels)
    {
        _path = path;
        _labels = labels;
    }

    public override int Count => _labels.Length;

    public override (int Width, int Height)? Size => (Side, Side);

    public static CifarBatch Open(string path, int limit)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        long length = file.CanSeek ? file.Length : 0;
        if (length % RecordBytes != 0 || length / RecordBytes > PictureSet.MaxCount)
        {
            throw new InvalidPictureSetException(
                $"{path} has {length} bytes; a CIFAR-10 batch has {RecordBytes} for each picture, of at most {PictureSet.MaxCount}");
        }

        byte[] labels = new byte[Math.Min(length / RecordBytes, limit)];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = ReadLabel(file, path, i);
        }

        return new CifarBatch(path, labels);
    }

    /// <summary>Opens the file anew: a set holds nothing that must be released.</summary>
    public override RgbImage Load(int index)
    {
        byte[] record = new byte[RecordBytes];
        using FileStream file = new(_path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        file.Position = (long)index * RecordBytes;
        int count = file.ReadAtLeast(record, RecordBytes, throwOnEndOfStream: false);
        return count == RecordBytes
            ? Interleave(record.AsSpan(1))
            : throw new InvalidImageException("CIFAR-10 picture", (long)index * RecordBytes, $"{count} bytes", $"{RecordBytes} bytes");
    }

    public override int? Label(int index) => _labels[index];

    public override string Name(int index) => $"{_path}[{index}]";

    private static byte ReadLabel(FileStream file, string path, int index)
    {
        file.Position = (long)index * RecordBytes;
        int label = file.ReadByte();
        return label is >= 0 and < Classes
            ? (byte)label
            : throw new InvalidPictureSetException($"{path}: picture {index} has the class {label}; those of CIFAR-10 are 0 to {Classes - 1}");
    }

    private static RgbImage Interleave(ReadOnlySpan<byte> planes)
    {
        RgbImage image = new(Side, Side);
        Span<byte> pixels = image.Pixels;
        for (int i = 0; i < PlaneBytes; i++)
        {
            pixels[3 * i] = planes[i];
            pixels[(3 * i) + 1] = planes[PlaneBytes + i];
            pixels[(3 * i) + 2] = planes[(2 * PlaneBytes) + i];
        }

        return image;
    }
}
