using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace MobileNetEdge.Tests;

/// <summary>Reads NumPy's .npy files (format 1.0, little-endian, C order): what the golden vectors are stored in.</summary>
internal sealed partial class Npy
{
    private readonly byte[] _data;

    private Npy(string typeCode, int[] shape, byte[] data)
    {
        TypeCode = typeCode;
        Shape = shape;
        _data = data;
    }

    /// <summary>NumPy's code of the element type, such as <c>&lt;f4</c> or <c>|i1</c>.</summary>
    public string TypeCode { get; }

    /// <summary>The extents.</summary>
    public int[] Shape { get; }

    /// <summary>All elements.</summary>
    public ReadOnlySpan<T> Elements<T>()
        where T : unmanaged
    {
        return MemoryMarshal.Cast<byte, T>(_data);
    }

    /// <summary>The elements of one index of the outermost dimension.</summary>
    public ReadOnlySpan<T> Item<T>(int index)
        where T : unmanaged
    {
        ReadOnlySpan<T> all = Elements<T>();
        int length = all.Length / Shape[0];
        return all.Slice(index * length, length);
    }

    /// <summary>Reads a file.</summary>
    public static Npy Load(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int headerLength = BitConverter.ToUInt16(file, 8);
        string header = Encoding.ASCII.GetString(file, 10, headerLength);
        string typeCode = TypePattern().Match(header).Groups[1].Value;
        int[] shape = [.. NumberPattern().Matches(ShapePattern().Match(header).Groups[1].Value).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture))];
        return new Npy(typeCode, shape, file[(10 + headerLength)..]);
    }

    [GeneratedRegex("'descr': '([^']+)'")]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex ShapePattern();

    [GeneratedRegex(@"\d+")]
    private static partial Regex NumberPattern();
}
