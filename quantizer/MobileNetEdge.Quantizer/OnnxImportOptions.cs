namespace MobileNetEdge.Quantizer;

/// <summary>What an ONNX file may leave open about its four-dimensional inputs.</summary>
public sealed record OnnxImportOptions
{
    /// <summary>Rows of the input where the file does not fix them.</summary>
    public int? Height { get; init; }

    /// <summary>Columns of the input where the file does not fix them.</summary>
    public int? Width { get; init; }
}
