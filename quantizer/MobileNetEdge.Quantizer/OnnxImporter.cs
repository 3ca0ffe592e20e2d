using MobileNetEdge.Quantizer.Onnx;

namespace MobileNetEdge.Quantizer;

/// <summary>Reads a trained float network from an ONNX file, operator sets 7 to 21.</summary>
/// <remarks>
/// The result is NHWC throughout, from its four-dimensional inputs on: constants are permuted, axes are mapped, and a transpose stands
/// only where the network itself mixes channels with positions. An output of four dimensions is NHWC unless it is computed in the
/// file's order, and every other has the file's. Shapes are fixed, so arithmetic on shapes is computed here.
/// Activations and batch normalizations stay operators of their own; hard-swish and hard-sigmoid are recognised in every spelling.
/// </remarks>
public static class OnnxImporter
{
    /// <summary>Reads a file, and the weights that it keeps in other files of its folder.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">What the file leaves open; null for nothing.</param>
    /// <exception cref="InvalidModelException">The file breaks the format's rules.</exception>
    /// <exception cref="UnsupportedModelException">The file is sound, but has nodes that cannot be expressed; the message lists all.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Model Import(string path, OnnxImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return NetworkImporter.Import(OnnxFile.Open(path), Checked(options));
    }

    /// <summary>Reads a file that is in memory and complete in itself.</summary>
    /// <param name="file">The contents of the .onnx file.</param>
    /// <param name="options">What the file leaves open; null for nothing.</param>
    /// <exception cref="InvalidModelException">The file breaks the format's rules.</exception>
    /// <exception cref="UnsupportedModelException">The file is sound, but has nodes that cannot be expressed; the message lists all.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static Model Read(ReadOnlyMemory<byte> file, OnnxImportOptions? options = null)
    {
        return NetworkImporter.Import(OnnxFile.Read(file), Checked(options));
    }

    private static OnnxImportOptions Checked(OnnxImportOptions? options)
    {
        OnnxImportOptions known = options ?? new();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(known.Height ?? 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(known.Width ?? 1, nameof(options));
        return known;
    }
}
