namespace MobileNetEdge.Cli.Tests;

/// <summary>The network of <see cref="ColourFixture"/> beside its float original, and labelled pictures.</summary>
public sealed class CompareFixture : IDisposable
{
    private readonly ColourFixture _colours = new();

    public CompareFixture()
    {
        Tensor input = new("input", ElementType.Float32, new Shape(1, 8, 8, 3));
        Tensor output = new("output", ElementType.Float32, new Shape(1, 3));
        using Model network = new([input, output], [new Mean(input, output, [1, 2], KeepDimensions: false)], [input], [output]);
        File.WriteAllBytes(Network, network.ToFile().ToArray());
        File.WriteAllLines(List, ["file,label_index,label_name", "pictures/a-red.ppm,0,red", "pictures/b-green.ppm,1,green", "\"pictures/c-blue.ppm\",0,\"red, not\""]);
    }

    /// <summary>The float network.</summary>
    public string Network => Path.Combine(_colours.Folder, "colours-float.tflite");

    /// <summary>Three pictures; the last one's label is wrong.</summary>
    public string List => Path.Combine(_colours.Folder, "list.csv");

    public string Model => _colours.Model;

    public string Pictures => _colours.Pictures;

    /// <summary>A path in the fixture's folder.</summary>
    public string this[string name] => Path.Combine(_colours.Folder, name);

    /// <summary>Arguments that compare both networks; pixels become q = x - 128.</summary>
    public string[] Compare(string images, params string[] more) => ["compare", Network, Model, "--images", images, "--mean", "128", "--std", "2", .. more];

    public void Dispose() => _colours.Dispose();
}
