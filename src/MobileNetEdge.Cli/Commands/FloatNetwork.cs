using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Commands;

/// <summary>Opens float networks of any format that is read.</summary>
internal static class FloatNetwork
{
    /// <summary>Reads an .onnx file, or else a float .tflite.</summary>
    /// <param name="file">The file.</param>
    /// <param name="height">Rows of the input where an ONNX file leaves them open.</param>
    /// <param name="width">Columns of the input where an ONNX file leaves them open.</param>
    /// <exception cref="InvalidModelException">The file is damaged.</exception>
    /// <exception cref="UnsupportedModelException">Nodes cannot be imported; all of them are listed.</exception>
    public static Model Load(string file, int? height, int? width)
    {
        return Path.GetExtension(file).Equals(".onnx", StringComparison.OrdinalIgnoreCase)
            ? OnnxImporter.Import(file, new OnnxImportOptions { Height = height, Width = width })
            : Model.Load(file);
    }
}
