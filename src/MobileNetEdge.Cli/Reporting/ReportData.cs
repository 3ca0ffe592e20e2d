using System.Collections.Immutable;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Imaging;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>A picture that got another answer, as it is shown.</summary>
/// <param name="Flip">What happened.</param>
/// <param name="Name">What the set calls the picture.</param>
/// <param name="Thumbnail">The picture in small; null where it cannot be read any more.</param>
internal sealed record FlippedPicture(Flip Flip, string Name, RgbImage? Thumbnail);

/// <summary>What the page shows.</summary>
internal sealed record ReportData
{
    /// <summary>The figures, and where they come from.</summary>
    public required ComparisonReport Comparison { get; init; }

    /// <summary>Names of the classes.</summary>
    public required Labels Labels { get; init; }

    /// <summary>Bytes of the float network's file.</summary>
    public required long FloatBytes { get; init; }

    /// <summary>Bytes of the int8 model's file.</summary>
    public required long QuantizedBytes { get; init; }

    /// <summary>The pictures to show.</summary>
    public ImmutableArray<FlippedPicture> Flipped { get; init; } = [];

    /// <summary>A look at each layer.</summary>
    public LayerProfiles Profiles { get; init; } = new([], 0, 0);

    /// <summary>What the rounding of each layer does to the outputs; null where that was not asked for.</summary>
    public DiagnosisResult? Diagnosis { get; init; }

    /// <summary>The figures.</summary>
    public ComparisonResult Result => Comparison.Result;

    /// <summary>What stands behind them.</summary>
    public ComparisonDetails Details => Comparison.Result.Details;
}
