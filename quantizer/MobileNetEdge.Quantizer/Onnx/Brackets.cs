namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>Shapes and lists in messages.</summary>
internal static class Brackets
{
    /// <summary>Elements as <c>[1, 3, 224, 224]</c>.</summary>
    public static string Of<T>(IEnumerable<T> elements) => $"[{string.Join(", ", elements)}]";
}
