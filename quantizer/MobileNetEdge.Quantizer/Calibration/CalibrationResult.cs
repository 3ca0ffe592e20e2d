namespace MobileNetEdge.Quantizer;

/// <summary>What calibration found.</summary>
/// <param name="Tensors">Statistics of every activation of the network, its input included.</param>
/// <param name="InputCount">How many inputs were run.</param>
/// <param name="Problems">Inputs that could not be read, a line each.</param>
public sealed record CalibrationResult(
    IReadOnlyDictionary<Tensor, TensorStatistics> Tensors, int InputCount, IReadOnlyList<string> Problems);
