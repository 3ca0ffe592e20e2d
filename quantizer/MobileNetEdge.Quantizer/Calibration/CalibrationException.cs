namespace MobileNetEdge.Quantizer;

/// <summary>Calibration that cannot give ranges: no input could be read, or the network computes infinities.</summary>
public sealed class CalibrationException(string message) : Exception(message);
