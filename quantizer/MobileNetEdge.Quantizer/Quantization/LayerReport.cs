namespace MobileNetEdge.Quantizer;

/// <summary>What quantization did to one layer.</summary>
/// <param name="Name">Its output's name.</param>
/// <param name="Operator">TensorFlow Lite's name of the operator.</param>
/// <param name="Range">The range of its output.</param>
/// <param name="Scale">The scale of its output.</param>
/// <param name="ZeroPoint">The zero point of its output.</param>
/// <param name="WeightSignalToNoise">Power of the weights over power of their error, in dB; null without weights.</param>
/// <param name="ActivationSignalToNoise">
/// Power of the float output over power of the int8 output's difference from it, in dB; not a number where it was not measured.
/// </param>
public sealed record LayerReport(
    string Name, string Operator, ValueRange Range, float Scale, int ZeroPoint, double? WeightSignalToNoise, double ActivationSignalToNoise);

/// <summary>An int8 model, and how it came about.</summary>
/// <param name="Model">The model.</param>
/// <param name="Layers">Each layer, in the order of execution.</param>
/// <param name="CalibrationInputs">How many calibration inputs were used.</param>
/// <param name="Problems">Calibration inputs that could not be read, a line each.</param>
public sealed record QuantizationResult(
    Model Model, IReadOnlyList<LayerReport> Layers, int CalibrationInputs, IReadOnlyList<string> Problems);
