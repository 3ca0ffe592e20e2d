using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer;

/// <summary>Turns a trained float network into an int8 model.</summary>
public static class ModelQuantizer
{
    /// <summary>The share of the work that calibration is, for progress.</summary>
    private const double CalibrationShare = 0.9;

    /// <summary>Inputs that ranges of channels are taken from for equalization.</summary>
    private const int EqualizationInputs = 64;

    /// <summary>Folds, calibrates and quantizes.</summary>
    /// <param name="network">The float network, as an importer or an architecture gives it: float32, NHWC, one input.</param>
    /// <param name="inputs">What to calibrate on; picks the ranges of activations.</param>
    /// <param name="metadata">Labels, preprocessing and the like for the int8 model.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told the share that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="CalibrationException">No input could be read, or the network computes infinities.</exception>
    /// <exception cref="InvalidModelException">The network holds infinities, or contradicts its operators' definitions.</exception>
    /// <exception cref="UnsupportedModelException">An operator has no int8 form.</exception>
    public static QuantizationResult Quantize(
        Model network,
        CalibrationInputs inputs,
        ModelMetadata metadata,
        QuantizerOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        options ??= QuantizerOptions.Default;
        Graph graph = new(network);
        Canonicalize.Run(graph);
        if (options.EqualizeLayers)
        {
            Dictionary<Tensor, double[]> magnitudes = Calibrator.ChannelMagnitudes(
                new FloatProgram(graph.ToModel()), inputs, EqualizationInputs, options.Threads, cancellationToken);
            EqualizeLayers.Run(graph, tensor => magnitudes.GetValueOrDefault(tensor));
        }

        FloatProgram program = new(graph.ToModel());
        CalibrationResult calibration = Calibrator.Run(
            program, inputs, options.Threads, progress is null ? null : new PartOfProgress(progress, CalibrationShare), cancellationToken);
        ClipsIntoRanges.Run(graph);
        Dictionary<Tensor, ValueRange> ranges = ActivationRanges.Select(graph, calibration, options);
        Operator[] layers = [.. graph.Operators];
        ActivationScales scales = ActivationScales.Of(graph, tensor => ranges[tensor]);
        (Dictionary<Tensor, Tensor> tensors, Dictionary<Tensor, double> weightNoise) = Int8Builder.Build(graph, scales, options, calibration);
        if (options.CorrectBiases)
        {
            EmpiricalBiasCorrection.Run(graph, program, tensors, inputs, options.Threads, cancellationToken);
        }

        Dictionary<Tensor, double> noise = ActivationNoise.Measure(program, graph, tensors, inputs);
        progress?.Report(1);
        LayerReport[] reports = [.. layers.Select(step => Report(step, ranges, tensors, weightNoise, noise))];
        return new QuantizationResult(graph.ToModel(metadata), reports, calibration.InputCount, calibration.Problems);
    }

    private static LayerReport Report(
        Operator step,
        Dictionary<Tensor, ValueRange> ranges,
        Dictionary<Tensor, Tensor> tensors,
        Dictionary<Tensor, double> weightNoise,
        Dictionary<Tensor, double> noise)
    {
        Tensor output = step.Outputs[0];
        QuantizationParameters parameters = tensors[output].Quantization!;
        return new LayerReport(
            output.Name,
            step.Name,
            ranges[output],
            parameters.Scale,
            parameters.ZeroPoint,
            weightNoise.TryGetValue(output, out double weights) ? weights : null,
            noise.GetValueOrDefault(output, double.PositiveInfinity));
    }

    /// <summary>Reports work that is a first part of the whole.</summary>
    private sealed class PartOfProgress(IProgress<double> whole, double share) : IProgress<double>
    {
        public void Report(double value) => whole.Report(share * value);
    }
}
