using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>The error of one layer's output.</summary>
/// <param name="Name">The output's name.</param>
/// <param name="Operator">TensorFlow Lite's name of the operator.</param>
/// <param name="SignalToNoise">Power of the float output over power of the int8 output's difference from it, in dB; infinite without error.</param>
public sealed record LayerError(string Name, string Operator, double SignalToNoise);

/// <summary>An error for each layer, found in one way.</summary>
/// <param name="Title">What was done, in a few words.</param>
/// <param name="Meaning">How to read the figures, in a sentence.</param>
/// <param name="Layers">The layers in the order of execution.</param>
public sealed record LayerErrors(string Title, string Meaning, ImmutableArray<LayerError> Layers);
