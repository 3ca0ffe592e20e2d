using System.Text;

namespace MobileNetEdge.Cli.Tests;

/// <summary>The networks of <see cref="CompareFixture"/>, and pictures to which they give different answers.</summary>
public sealed class ReportFixture : IDisposable
{
    /// <summary>A name that breaks out of every place it could be written to unescaped.</summary>
    public const string Hostile = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'&\u202Eevil";

    private readonly CompareFixture _files = new();

    public ReportFixture()
    {
        File.WriteAllLines(_files["names.txt"], [Hostile, "green", "blue"]);
        Directory.CreateDirectory(_files["set"]);
        WriteClose(FlippedName);
        File.WriteAllText(_files["set/2<b>.ppm"], "broken");
        WritePicture("3.ppm", (x, y) => [10, 10, 200]);
        File.WriteAllLines(_files["set.txt"], [$"{FlippedName} 1", "2<b>.ppm 0", "3.ppm 2"]);
        Run = CommandLine.Run(_files.Compare(
            _files["set"], "--ground-truth", _files["set.txt"], "--labels", _files["names.txt"], "--framing", "stretch", "--layers", "3",
            "--report", _files["report.html"]));
        Page = File.Exists(_files["report.html"]) ? File.ReadAllText(_files["report.html"]) : "";
    }

    public static string FlippedName => "1<i>&'.ppm";

    public string Page { get; }

    internal Outcome Run { get; }

    public CompareFixture Files => _files;

    public void Dispose() => _files.Dispose();

    /// <summary>Green is brighter than red by 1/64 on average: the int8 network sees them equal, and names red.</summary>
    private void WriteClose(string name) => WritePicture(name, (x, y) => [200, (byte)(x == 0 && y == 0 ? 201 : 200), 100]);

    private void WritePicture(string name, Func<int, int, byte[]> colour)
    {
        IEnumerable<byte> pixels = Enumerable.Range(0, 64).SelectMany(i => colour(i % 8, i / 8));
        File.WriteAllBytes(_files[$"set/{name}"], [.. Encoding.ASCII.GetBytes("P6 8 8 255\n"), .. pixels]);
    }
}
