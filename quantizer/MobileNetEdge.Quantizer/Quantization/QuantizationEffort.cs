namespace MobileNetEdge.Quantizer;

/// <summary>How much time quantization may take.</summary>
public enum QuantizationEffort
{
    /// <summary>Everything but the search of ranges: seconds.</summary>
    Fast,

    /// <summary>Ranges are searched on a few inputs: less than a minute for a MobileNet at 224×224.</summary>
    Default,

    /// <summary>Ranges are searched on many inputs, and channels may be copied: minutes.</summary>
    Best,
}
