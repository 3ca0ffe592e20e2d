namespace MobileNetEdge.Quantizer;

/// <summary>What is gathered from the activations of some inputs.</summary>
/// <typeparam name="TPass">The pass itself.</typeparam>
internal interface ICalibrationPass<TPass>
{
    /// <summary>Looks at an activation of one more input.</summary>
    void Observe(Tensor tensor, ReadOnlySpan<float> values);

    /// <summary>Adds what other inputs gave.</summary>
    void Add(TPass other);
}
