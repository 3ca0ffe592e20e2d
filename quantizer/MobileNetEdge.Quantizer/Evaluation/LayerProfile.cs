using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>What quantization did to one layer, seen on some pictures with both networks side by side.</summary>
public sealed record LayerProfile
{
    /// <summary>The output's name in the int8 model.</summary>
    public required string Name { get; init; }

    /// <summary>TensorFlow Lite's name of the operator.</summary>
    public required string Operator { get; init; }

    /// <summary>The output's shape.</summary>
    public required Shape Shape { get; init; }

    /// <summary>Power of the float output over power of the int8 output's difference from it, in dB; infinite without error.</summary>
    public required double SignalToNoise { get; init; }

    /// <summary>
    /// Whether the int8 model's channels are multiples of the float network's, as equalization leaves them. Then the error is what is left after
    /// a factor and an offset for each channel.
    /// </summary>
    public required bool IsRescaled { get; init; }

    /// <summary>The reals that the int8 output can stand for.</summary>
    public required ValueRange Range { get; init; }

    /// <summary>The least and the largest value of the float output, in the int8 model's multiples.</summary>
    public required ValueRange Extremes { get; init; }

    /// <summary>How many values of the float output fell where, over equal parts of <see cref="Range"/> and <see cref="Extremes"/> together.</summary>
    public required ImmutableArray<long> Histogram { get; init; }

    /// <summary>The largest magnitude of each output channel's weights in the float network; empty without weights.</summary>
    public ImmutableArray<float> WeightsBefore { get; init; } = [];

    /// <summary>The same in the int8 model, as reals; empty without weights.</summary>
    public ImmutableArray<float> WeightsAfter { get; init; } = [];
}

/// <summary>The profiles of a model's layers.</summary>
/// <param name="Layers">Those that have a counterpart in the float network, in the order of execution.</param>
/// <param name="Unmatched">How many have none.</param>
/// <param name="Pictures">How many pictures were looked at.</param>
public sealed record LayerProfiles(ImmutableArray<LayerProfile> Layers, int Unmatched, int Pictures);
