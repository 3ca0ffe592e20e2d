using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>What a model file says beside the network.</summary>
public sealed record ModelMetadata
{
    /// <summary>Metadata that says nothing.</summary>
    public static ModelMetadata Empty { get; } = new();

    /// <summary>Where labels and preprocessing were found, such as <c>TFLITE_METADATA</c>, joined by commas; null where they were not.</summary>
    public string? Source { get; init; }

    /// <summary>What the model is, in its maker's words.</summary>
    public string? Description { get; init; }

    /// <summary>A class's name for each index of the output; empty where the file has none.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>What is subtracted from pixels of 0 to 255, one value for all channels or one each; empty where the file does not say.</summary>
    public ImmutableArray<float> Mean { get; init; } = [];

    /// <summary>What pixels are divided by after that, as many values as <see cref="Mean"/>.</summary>
    public ImmutableArray<float> StandardDeviation { get; init; } = [];

    /// <summary>The shorter side that pictures are resized to before the centre is cropped; null where the file does not say.</summary>
    public int? ResizeShorterSideTo { get; init; }

    /// <summary>The program that quantized the model, with its version; null where the file does not say.</summary>
    public string? Quantizer { get; init; }

    /// <summary>How the ranges of activations were found, for people; null where the file does not say.</summary>
    public string? Calibration { get; init; }

    /// <summary>Of a detector, the name of what its float network's numbers mean; null where the file does not say.</summary>
    public string? Detector { get; init; }

    /// <summary>What of the metadata could not be read, and why; null where all could. The network is not affected.</summary>
    public string? Warning { get; init; }
}
