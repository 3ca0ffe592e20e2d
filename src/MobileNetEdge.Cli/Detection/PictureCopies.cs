using System.IO.Compression;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Cli.Reporting;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Detection;

/// <summary>Writes changed copies of pictures into a folder, as PNG under their own names; a name that was used already gets a number.</summary>
internal sealed class PictureCopies
{
    private readonly string _folder;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates the folder if it is not there.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    public PictureCopies(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <summary>Writes a copy.</summary>
    /// <param name="original">The path of the picture that it is a copy of.</param>
    /// <param name="copy">The copy.</param>
    /// <returns>Where it is.</returns>
    public string Write(string original, RgbImage copy)
    {
        string stem = Path.GetFileNameWithoutExtension(original);
        string name = stem;
        for (int i = 2; !_names.Add(name); i++)
        {
            name = $"{stem}-{i}";
        }

        string path = Path.Combine(_folder, name + ".png");
        OutputFile.Write(path, PngEncoder.Encode(copy, CompressionLevel.Fastest));
        return path;
    }
}
