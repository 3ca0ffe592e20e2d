namespace MobileNetEdge.TfLite;

// The vtable slots of TensorFlow Lite's schema version 3 (tensorflow/lite/schema/schema.fbs); a union takes two slots, kind and value.
// What nothing here reads or writes has no name here.

/// <summary>Facts of the file as a whole.</summary>
internal static class FileFormat
{
    /// <summary>The schema version that <see cref="ModelSlots.Version"/> holds.</summary>
    public const uint Version = 3;

    /// <summary>The identifier at byte 4.</summary>
    public static ReadOnlySpan<byte> Identifier => "TFL3"u8;
}

/// <summary>Table Model, the root.</summary>
internal static class ModelSlots
{
    public const int Version = 0;
    public const int OperatorCodes = 1;
    public const int SubGraphs = 2;
    public const int Description = 3;
    public const int Buffers = 4;
    public const int Metadata = 6;
}

/// <summary>Table SubGraph: a network.</summary>
internal static class SubGraphSlots
{
    public const int Tensors = 0;
    public const int Inputs = 1;
    public const int Outputs = 2;
    public const int Operators = 3;
    public const int Name = 4;
}

/// <summary>Table Tensor.</summary>
internal static class TensorSlots
{
    public const int Shape = 0;
    public const int Type = 1;
    public const int Buffer = 2;
    public const int Name = 3;
    public const int Quantization = 4;
    public const int IsVariable = 5;
    public const int Sparsity = 6;
}

/// <summary>Table QuantizationParameters.</summary>
internal static class QuantizationSlots
{
    public const int Scale = 2;
    public const int ZeroPoint = 3;
    public const int DetailsKind = 4;
    public const int QuantizedDimension = 6;
}

/// <summary>Table OperatorCode: the code of an operator is the greater of the two fields.</summary>
internal static class OperatorCodeSlots
{
    public const int DeprecatedBuiltinCode = 0;
    public const int CustomCode = 1;
    public const int Version = 2;
    public const int BuiltinCode = 3;
}

/// <summary>Table Operator.</summary>
internal static class OperatorSlots
{
    public const int OpcodeIndex = 0;
    public const int Inputs = 1;
    public const int Outputs = 2;
    public const int OptionsKind = 3;
    public const int Options = 4;
    public const int CustomOptions = 5;
}

/// <summary>Table Buffer. An offset above 1 says that the data lie outside of the FlatBuffer, in files over 2 GiB.</summary>
internal static class BufferSlots
{
    public const int Data = 0;
    public const int Offset = 1;
}

/// <summary>Table Metadata: a name and the index of a buffer.</summary>
internal static class MetadataSlots
{
    public const int Name = 0;
    public const int Buffer = 1;
}
