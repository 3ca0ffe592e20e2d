using System.Text;
using MobileNetEdge.Core.Tests;

namespace MobileNetEdge.Cli.Tests;

/// <summary>A folder with a network that names a picture's strongest colour, its labels, and pictures.</summary>
public sealed class ColourFixture : IDisposable
{
    private const int MeanOperator = 40;
    private const int Side = 8;

    public ColourFixture()
    {
        Folder = Directory.CreateTempSubdirectory("mobilenet-edge").FullName;
        Directory.CreateDirectory(Pictures);
        File.WriteAllBytes(Model, TinyModel.Of(MeanOperator, [1, Side, Side, 3], [1, 3], constants: [1, 2]).ToBytes());
        File.WriteAllLines(Labels, ["red", "green", "blue"]);
        WritePicture("a-red.ppm", 200, 10, 10);
        WritePicture("b-green.ppm", 10, 200, 10);
        WritePicture("c-blue.ppm", 10, 10, 200);
    }

    public string Folder { get; }

    public string Pictures => Path.Combine(Folder, "pictures");

    public string Model => Path.Combine(Folder, "colours.tflite");

    public string Labels => Path.Combine(Folder, "labels.txt");

    /// <summary>Arguments that classify with the network; pixels become q = x - 128.</summary>
    public string[] Classify(params string[] more)
    {
        return ["classify", "--model", Model, "--labels", Labels, "--mean", "128", "--std", "2", .. more];
    }

    public string WritePicture(string name, byte red, byte green, byte blue)
    {
        byte[] pixels = [.. Enumerable.Range(0, 4 * Side * Side).SelectMany(_ => new[] { red, green, blue })];
        string path = Path.Combine(Pictures, name);
        File.WriteAllBytes(path, [.. Encoding.ASCII.GetBytes($"P6 {2 * Side} {2 * Side} 255\n"), .. pixels]);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
