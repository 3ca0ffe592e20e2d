namespace MobileNetEdge.Quantizer;

/// <summary>The int8 weights and int32 bias of a convolution or fully connected layer.</summary>
/// <param name="Weights">Int8, quantized for each output channel.</param>
/// <param name="Bias">Int32, in steps of input scale × weight scale.</param>
/// <param name="SignalToNoise">Power of the weights over power of their error, in dB.</param>
internal sealed record QuantizedWeights(Tensor Weights, Tensor Bias, double SignalToNoise);
