using System.Text;

namespace MobileNetEdge.Quantizer.Tests.Evaluation;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mobilenet-edge").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    /// <summary>A picture of one colour.</summary>
    public string WritePicture(string name, byte red, byte green, byte blue, int side = 8)
    {
        byte[] pixels = [.. Enumerable.Range(0, side * side).SelectMany(_ => new[] { red, green, blue })];
        return Write(name, [.. Encoding.ASCII.GetBytes($"P6 {side} {side} 255\n"), .. pixels]);
    }

    /// <summary>A CIFAR-10 batch of pictures of one colour.</summary>
    public string WriteBatch(string name, params (byte Label, byte Red, byte Green, byte Blue)[] pictures)
    {
        IEnumerable<byte> Plane(byte value) => Enumerable.Repeat(value, 32 * 32);
        return Write(name, [.. pictures.SelectMany(p => (byte[])[p.Label, .. Plane(p.Red), .. Plane(p.Green), .. Plane(p.Blue)])]);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
