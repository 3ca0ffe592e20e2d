namespace MobileNetEdge.TfLite;

/// <summary>The codes of the schema's enumeration TensorType.</summary>
internal static class TensorTypes
{
    private static readonly string[] Names =
    [
        "FLOAT32", "FLOAT16", "INT32", "UINT8", "INT64", "STRING", "BOOL", "INT16", "COMPLEX64", "INT8", "FLOAT64", "COMPLEX128",
        "UINT64", "RESOURCE", "VARIANT", "UINT32", "UINT16", "INT4",
    ];

    /// <summary>The element type of a code, or null where this library has none.</summary>
    public static ElementType? ToElementType(byte code) => code switch
    {
        0 => ElementType.Float32,
        1 => ElementType.Float16,
        2 => ElementType.Int32,
        3 => ElementType.UInt8,
        4 => ElementType.Int64,
        6 => ElementType.Bool,
        7 => ElementType.Int16,
        9 => ElementType.Int8,
        _ => null,
    };

    /// <summary>The code of an element type.</summary>
    public static byte CodeOf(ElementType type) => type switch
    {
        ElementType.Float32 => 0,
        ElementType.Float16 => 1,
        ElementType.Int32 => 2,
        ElementType.UInt8 => 3,
        ElementType.Int64 => 4,
        ElementType.Bool => 6,
        ElementType.Int16 => 7,
        _ => 9,
    };

    /// <summary>The schema's name of a code.</summary>
    public static string Name(byte code) => code < Names.Length ? Names[code] : $"number {code}";
}
