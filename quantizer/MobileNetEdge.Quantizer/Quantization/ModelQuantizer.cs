namespace MobileNetEdge.Quantizer;

/// <summary>Turns a trained float network into an int8 model.</summary>
public static class ModelQuantizer
{
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
        PlanMaker maker = new(network, inputs, options, progress, cancellationToken);
        QuantizationPlan plan = maker.Make();
        Int8Builder builder = new(plan);
        Graph int8 = builder.Build();
        Dictionary<Tensor, double>? noise = options.MeasureNoise ? ActivationNoise.Measure(maker.Program, int8, builder.Tensors, inputs) : null;
        progress?.Report(1);
        LayerReport[] reports = [.. plan.Graph.Operators.Select(step => Report(step, plan, noise))];
        return new QuantizationResult(int8.ToModel(metadata), reports, maker.Calibration.InputCount, maker.Calibration.Problems);
    }

    private static LayerReport Report(Operator step, QuantizationPlan plan, Dictionary<Tensor, double>? noise)
    {
        Tensor output = step.Outputs[0];
        QuantizationParameters parameters = plan.Scales[output];
        return new LayerReport(
            output.Name,
            step.Name,
            ValueRange.OfInt8(parameters),
            parameters.Scale,
            parameters.ZeroPoint,
            plan.Layers.TryGetValue(output, out QuantizedWeights? layer) ? layer.SignalToNoise : null,
            noise?.GetValueOrDefault(output, double.PositiveInfinity) ?? double.NaN);
    }
}
