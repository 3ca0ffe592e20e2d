using System.CommandLine;
using System.Globalization;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Commands;

/// <summary>Options that say how a network is quantized.</summary>
internal static class QuantizationOptions
{
    private static readonly (string Name, RangeMethod Method)[] Methods =
    [
        ("minmax", RangeMethod.MinMax),
        ("percentile", RangeMethod.Percentile),
        ("mse", RangeMethod.MeanSquaredError),
        ("kl", RangeMethod.KullbackLeibler),
    ];

    private static readonly Option<string?> Ranges = new("--ranges")
    {
        HelpName = "METHOD",
        Description =
            "How ranges of activations are chosen: minmax (all that was seen), percentile, mse (least squared error), kl (least divergence). " +
            $"Default: {NameOf(QuantizerOptions.Default.Ranges)}.",
    };

    private static readonly Option<double?> Percentile = new("--percentile")
    {
        HelpName = "P",
        Description = $"The share of values that percentile keeps. Default: {QuantizerOptions.Default.Percentile}.",
    };

    private static readonly Option<bool> NoCorrection = new("--no-bias-correction")
    {
        Description = "Do not let biases take up the mean error of rounding.",
    };

    private static readonly Option<bool> NoEqualization = new("--no-equalization")
    {
        Description = "Do not even out the channels of consecutive layers.",
    };

    /// <summary>Gives a command these options.</summary>
    public static void AddTo(Command command)
    {
        Ranges.AcceptOnlyFromAmong([.. Methods.Select(method => method.Name)]);
        Percentile.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is { } share && share is not (> 0.5 and <= 1))
            {
                result.AddError($"--percentile must lie above 0.5 and be at most 1, not {share}");
            }
        });
        command.Options.Add(Ranges);
        command.Options.Add(Percentile);
        command.Options.Add(NoCorrection);
        command.Options.Add(NoEqualization);
    }

    /// <summary>What the options say; the defaults for the rest.</summary>
    public static QuantizerOptions Of(ParseResult parsed)
    {
        QuantizerOptions defaults = QuantizerOptions.Default;
        return defaults with
        {
            Ranges = parsed.GetValue(Ranges) is { } name ? Methods.First(method => method.Name == name).Method : defaults.Ranges,
            Percentile = parsed.GetValue(Percentile) ?? defaults.Percentile,
            CorrectBiases = !parsed.GetValue(NoCorrection),
            EqualizeLayers = !parsed.GetValue(NoEqualization),
        };
    }

    /// <summary>The options in words, to store in the model.</summary>
    public static string Describe(QuantizerOptions options)
    {
        string ranges = options.Ranges == RangeMethod.Percentile
            ? $"percentile {options.Percentile.ToString(CultureInfo.InvariantCulture)}"
            : NameOf(options.Ranges);
        string equalization = options.EqualizeLayers ? ", equalization" : "";
        string correction = options.CorrectBiases ? ", bias correction" : "";
        return $"ranges by {ranges}{equalization}{correction}";
    }

    private static string NameOf(RangeMethod method) => Methods.First(entry => entry.Method == method).Name;
}
