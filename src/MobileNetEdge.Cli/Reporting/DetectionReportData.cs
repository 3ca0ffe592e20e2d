using System.Collections.Immutable;
using MobileNetEdge.Cli.Detection;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>A picture in which the networks find different things, as it is shown.</summary>
/// <param name="Change">What changed.</param>
/// <param name="Name">What the set calls the picture.</param>
/// <param name="Float">The picture in small with the float network's boxes; null where it cannot be read any more.</param>
/// <param name="Quantized">The same with the int8 model's.</param>
internal sealed record ChangedPicture(DetectionChange Change, string Name, EncodedPicture? Float, EncodedPicture? Quantized);

/// <summary>What the page of two detectors shows.</summary>
/// <param name="Report">The figures, and where they come from.</param>
/// <param name="FloatBytes">Bytes of the float network's file.</param>
/// <param name="QuantizedBytes">Bytes of the int8 model's file.</param>
/// <param name="Changed">The pictures to show.</param>
internal sealed record DetectionReportData(DetectionReport Report, long FloatBytes, long QuantizedBytes, ImmutableArray<ChangedPicture> Changed)
{
    /// <summary>The figures.</summary>
    public DetectionComparisonResult Result => Report.Result;
}
