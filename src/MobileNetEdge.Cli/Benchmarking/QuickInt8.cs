using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Benchmarking;

/// <summary>Int8 models of networks with random weights: as large and as fast as carefully quantized ones, and made in seconds.</summary>
internal static class QuickInt8
{
    private static readonly QuantizerOptions Options = new()
    {
        Ranges = RangeMethod.MinMax,
        AddViews = false,
        EqualizeLayers = false,
        CorrectBiases = false,
        SearchWeightScales = false,
        CompensateRounding = false,
        SearchInputs = 0,
        MeasureNoise = false,
    };

    /// <summary>The .tflite file of a float network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static ReadOnlyMemory<byte> ToFile(Model network, IProgress<double> progress, CancellationToken cancellationToken)
    {
        using Model int8 = ModelQuantizer.Quantize(network, new RandomInputs(), network.Metadata, Options, progress, cancellationToken).Model;
        return int8.ToFile();
    }
}
