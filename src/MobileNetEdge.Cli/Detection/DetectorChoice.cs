using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Detection;

/// <summary>A float network that is quantized as a detector.</summary>
/// <param name="Network">The network without its end.</param>
/// <param name="Options">What its numbers mean.</param>
/// <param name="Name">How the model's metadata call that.</param>
internal sealed record DetectorChoice(DetectorNetwork Network, DetectorOptions Options, string? Name)
{
    private const double ScoreMargin = 0.5;

    /// <summary>The classes without the background.</summary>
    public int ClassCount => Network.End?.Options.ClassCount ?? Math.Max(1, Network.Body.Outputs[1].Shape[2] - 1);

    /// <summary>The quantized network with its end.</summary>
    public Model Complete(Model quantized) => DetectorTail.Append(quantized, Network, Options);

    /// <summary>
    /// Ranges hold all that was seen, unless the user chooses: nearly all of a detector's values say that there is nothing, and the rare large ones
    /// are what must be kept. A search would weigh all alike, and so would weights that compensate each other's rounding. Scores have room for
    /// surer ones than calibration saw.
    /// </summary>
    /// <param name="options">What the user asks for.</param>
    /// <param name="hasRanges">Whether that includes the choice of ranges.</param>
    public static QuantizerOptions Suit(QuantizerOptions options, bool hasRanges) => options with
    {
        SearchInputs = 0,
        CompensateRounding = false,
        Ranges = hasRanges ? options.Ranges : RangeMethod.MinMax,
        OutputMargins = [0, ScoreMargin],
    };
}
