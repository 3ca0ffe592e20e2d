namespace MobileNetEdge.Quantizer;

/// <summary>What a network is run on to see the ranges of its activations.</summary>
public abstract class CalibrationInputs
{
    /// <summary>How many inputs there are.</summary>
    public abstract int Count { get; }

    /// <summary>Fills the network's input; safe to call from several threads.</summary>
    /// <param name="index">Which input.</param>
    /// <param name="destination">The network's input, float32 NHWC.</param>
    /// <returns>What kept the input from being read; null where it was read.</returns>
    public abstract string? Fill(int index, Span<float> destination);
}
