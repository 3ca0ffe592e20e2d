namespace MobileNetEdge.Quantizer;

/// <summary>Looks at a tensor as soon as it is computed.</summary>
/// <param name="tensor">An input of the network or the output of a step.</param>
/// <param name="values">Its elements in row-major order, valid during the call only.</param>
public delegate void FloatObserver(Tensor tensor, ReadOnlySpan<float> values);

/// <summary>Changes a step's output as soon as it is computed.</summary>
/// <param name="tensor">The output.</param>
/// <param name="values">Its elements in row-major order.</param>
internal delegate void FloatChange(Tensor tensor, Span<float> values);
