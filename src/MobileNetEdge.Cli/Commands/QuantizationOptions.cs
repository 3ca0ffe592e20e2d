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

    private static readonly (string Name, QuantizationEffort Effort)[] Efforts =
    [
        ("fast", QuantizationEffort.Fast),
        ("default", QuantizationEffort.Default),
        ("best", QuantizationEffort.Best),
    ];

    private static readonly (string Name, Func<QuantizerOptions, QuantizerOptions> LeaveOut)[] Parts =
    [
        ("calibration-views", options => options with { AddViews = false }),
        ("equalization", options => options with { EqualizeLayers = false }),
        ("range-search", options => options with { SearchInputs = 0 }),
        ("hard-swish-spelling", options => options with { MaxHardSwishError = double.PositiveInfinity }),
        ("channel-splitting", options => options with { MaxSplitWork = 0 }),
        ("weight-scale-search", options => options with { SearchWeightScales = false }),
        ("compensated-rounding", options => options with { CompensateRounding = false }),
        ("bias-correction", options => options with { CorrectBiases = false }),
        ("bias-reconstruction", options => options with { ReconstructBiases = false }),
    ];

    private static readonly Option<string> Effort = new("--effort")
    {
        HelpName = "EFFORT",
        Description = "fast (seconds), default (searches ranges on a few pictures), best (on many; minutes, and a network that may be a little larger).",
        DefaultValueFactory = _ => "default",
    };

    private static readonly Option<string?> Ranges = new("--ranges")
    {
        HelpName = "METHOD",
        Description =
            "Choose ranges of activations by a rule instead of a search: minmax (all that was seen), percentile, mse (least squared error), " +
            "kl (least divergence).",
    };

    private static readonly Option<double?> Percentile = new("--percentile")
    {
        HelpName = "P",
        Description = $"The share of values that percentile keeps. Default: {QuantizerOptions.Default.Percentile}.",
    };

    private static readonly Option<string[]> Without = new("--without")
    {
        HelpName = "METHOD",
        Description = $"Leave a method out, to see what it gives; may be repeated: {string.Join(", ", Parts.Select(part => part.Name))}.",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Gives a command these options.</summary>
    public static void AddTo(Command command)
    {
        Effort.AcceptOnlyFromAmong([.. Efforts.Select(effort => effort.Name)]);
        Without.AcceptOnlyFromAmong([.. Parts.Select(part => part.Name)]);
        Ranges.AcceptOnlyFromAmong([.. Methods.Select(method => method.Name)]);
        Percentile.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is { } share && share is not (> 0.5 and <= 1))
            {
                result.AddError($"--percentile must lie above 0.5 and be at most 1, not {share}");
            }
        });
        command.Options.Add(Effort);
        command.Options.Add(Ranges);
        command.Options.Add(Percentile);
        command.Options.Add(Without);
    }

    /// <summary>Whether the user chooses how ranges are found.</summary>
    public static bool HasRanges(ParseResult parsed) => parsed.GetValue(Ranges) is not null || parsed.GetValue(Percentile) is not null;

    /// <summary>What the options say; the defaults for the rest.</summary>
    public static QuantizerOptions Of(ParseResult parsed)
    {
        QuantizerOptions defaults = QuantizerOptions.For(Efforts.First(effort => effort.Name == parsed.GetValue(Effort)).Effort);
        QuantizerOptions options = defaults with
        {
            Ranges = parsed.GetValue(Ranges) is { } name ? Methods.First(entry => entry.Name == name).Method : defaults.Ranges,
            SearchInputs = parsed.GetValue(Ranges) is null && parsed.GetValue(Percentile) is null ? defaults.SearchInputs : 0,
            Percentile = parsed.GetValue(Percentile) ?? defaults.Percentile,
        };
        foreach (string method in parsed.GetValue(Without)!)
        {
            options = Parts.First(part => part.Name == method).LeaveOut(options);
        }

        return options;
    }

    /// <summary>The options in words, to store in the model.</summary>
    public static string Describe(QuantizerOptions options)
    {
        string ranges = options.SearchInputs > 0
            ? $"search on {options.SearchInputs.ToString(CultureInfo.InvariantCulture)} pictures"
            : options.Ranges == RangeMethod.Percentile
            ? $"percentile {options.Percentile.ToString(CultureInfo.InvariantCulture)}"
            : NameOf(options.Ranges);
        string equalization = options.EqualizeLayers ? ", equalization" : "";
        string splitting = options is { SearchInputs: > 0, MaxSplitWork: > 0 } ? ", channel splitting" : "";
        string correction = options.CorrectBiases ? ", bias correction" : "";
        string reconstruction = options.ReconstructBiases ? ", bias reconstruction" : "";
        string[] missing =
        [
            .. options.AddViews ? Array.Empty<string>() : [", no calibration views"],
            .. options is { SearchInputs: > 0, MaxHardSwishError: double.PositiveInfinity } ? [", no hard-swish spelling"] : Array.Empty<string>(),
            .. options.SearchWeightScales ? Array.Empty<string>() : [", no weight scale search"],
            .. options.CompensateRounding ? Array.Empty<string>() : [", no compensated rounding"],
        ];
        return $"ranges by {ranges}{equalization}{splitting}{correction}{reconstruction}{string.Concat(missing)}";
    }

    private static string NameOf(RangeMethod method) => Methods.First(entry => entry.Method == method).Name;
}
