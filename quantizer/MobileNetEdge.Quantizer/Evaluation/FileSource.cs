using MobileNetEdge.Imaging;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>A picture that is a file of its own.</summary>
/// <param name="Path">The file.</param>
/// <param name="Label">The index of its class; null where it is not known.</param>
internal readonly record struct PictureFile(string Path, int? Label);

/// <summary>Pictures that are files of their own.</summary>
internal sealed class FileSource(IReadOnlyList<PictureFile> files) : PictureSource
{
    public override int Count => files.Count;

    public override RgbImage Load(int index) => ImageFile.Load(files[index].Path);

    public override int? Label(int index) => files[index].Label;

    public override string Name(int index) => files[index].Path;
}
