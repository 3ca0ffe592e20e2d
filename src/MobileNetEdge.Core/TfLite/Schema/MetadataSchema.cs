namespace MobileNetEdge.TfLite;

// The vtable slots of TensorFlow Lite Metadata, schema 1.1.0 (tensorflow_lite_support/metadata/metadata_schema.fbs).

/// <summary>Table ModelMetadata, the root of the buffer named TFLITE_METADATA.</summary>
internal static class ModelMetadataSlots
{
    public const int Name = 0;
    public const int Description = 1;
    public const int SubGraphs = 3;
    public const int MinParserVersion = 7;
}

/// <summary>Table SubGraphMetadata.</summary>
internal static class SubGraphMetadataSlots
{
    public const int Inputs = 2;
    public const int Outputs = 3;
}

/// <summary>Table TensorMetadata.</summary>
internal static class TensorMetadataSlots
{
    public const int Content = 3;
    public const int ProcessUnits = 4;
    public const int AssociatedFiles = 6;
}

/// <summary>Table ProcessUnit: a union.</summary>
internal static class ProcessUnitSlots
{
    public const int OptionsKind = 0;
    public const int Options = 1;

    /// <summary>The kind NormalizationOptions.</summary>
    public const byte Normalization = 1;
}

/// <summary>Table Content: a union that says what a tensor means.</summary>
internal static class ContentSlots
{
    public const int PropertiesKind = 0;
    public const int Properties = 1;

    /// <summary>The kind BoundingBoxProperties.</summary>
    public const byte BoundingBox = 3;
}

/// <summary>Table BoundingBoxProperties; coordinates are shares of the sides by default.</summary>
internal static class BoundingBoxSlots
{
    public const int Index = 0;
    public const int Type = 1;

    /// <summary>The type BOUNDARIES: left, top, right, bottom.</summary>
    public const byte Boundaries = 1;
}

/// <summary>Table NormalizationOptions: (x - mean) / std with x from 0 to 255.</summary>
internal static class NormalizationSlots
{
    public const int Mean = 0;
    public const int StandardDeviation = 1;
}

/// <summary>Table AssociatedFile: an entry of the appended ZIP.</summary>
internal static class AssociatedFileSlots
{
    public const int Name = 0;
    public const int Type = 2;

    /// <summary>The type TENSOR_AXIS_LABELS: a name for each index of the tensor.</summary>
    public const byte AxisLabels = 2;

    /// <summary>The type TENSOR_VALUE_LABELS: a name for each value that the tensor's elements may have.</summary>
    public const byte ValueLabels = 3;
}
