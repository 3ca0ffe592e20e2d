using System.Globalization;
using MobileNetEdge.Cli.Detection;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>A comparison of detectors as a page.</summary>
internal static class DetectionReportPage
{
    /// <summary>A loss of mean average precision that does not matter.</summary>
    private const double SmallLoss = 0.01;

    /// <summary>The page.</summary>
    public static string Of(DetectionReportData data)
    {
        (string kind, string verdict) = VerdictOf(data.Result);
        DetectionReport report = data.Report;
        ReportHeading heading = new(report.FloatFile, report.QuantizedFile, report.Images, data.Result.Pictures, kind, verdict);
        List<ReportPart> parts = [];
        if (data.Result.Pictures > 0)
        {
            parts.Add(new("accuracy", "Accuracy", html => DetectionAccuracySection.Write(html, data)));
            parts.Add(new("classes", "Classes", html => DetectionClassSection.Write(html, data)));
            parts.Add(new("changes", "Changed detections", html => DetectionChangeSection.Write(html, data)));
            parts.Add(new("cost", "Speed and size", html => CostSection.Write(html, CostOf(data))));
        }

        if (!data.Result.Broken.IsEmpty)
        {
            parts.Add(new("broken", "Broken pictures", html => BrokenSection.Write(html, data.Result.Broken, data.Result.Broken.Length)));
        }

        parts.Add(new("method", "How it was measured", html => WriteMethod(html, report)));
        return ReportFrame.Of(heading, html => WriteTiles(html, data), parts);
    }

    private static (string Kind, string Text) VerdictOf(DetectionComparisonResult result)
    {
        if (result.Pictures == 0)
        {
            return ("bad", "None of the pictures could be read.");
        }

        double change = result.Quantized.Voc50 - result.Float.Voc50;
        string figures = $"mAP@0.5 is {Figures.Share(result.Quantized.Voc50)} in int8 and {Figures.Share(result.Float.Voc50)} in float, {Figures.Signed(100 * change)} points";
        return change switch
        {
            > -SmallLoss => ("good", $"Int8 detects as well as float: {figures}."),
            _ => ("bad", $"Int8 detects less well than float: {figures}."),
        };
    }

    private static void WriteTiles(HtmlWriter html, DetectionReportData data)
    {
        DetectionComparisonResult result = data.Result;
        html.Markup($"<dl class=\"tiles\">\n");
        if (result.Pictures > 0)
        {
            SummaryTiles.Tile(html, "mAP@0.5, int8", Figures.Share(result.Quantized.Voc50), $"float {Figures.Share(result.Float.Voc50)}");
            SummaryTiles.Tile(html, "mAP@[.5:.95], int8", Figures.Share(result.Quantized.Coco), $"float {Figures.Share(result.Float.Coco)}");
            string share = string.Create(CultureInfo.InvariantCulture, $"{100.0 * result.ChangeCounts.Sum() / result.Pictures:f1} % of {result.Pictures:n0}");
            SummaryTiles.Tile(html, "Changed pictures", Figures.Count(result.ChangeCounts.Sum()), share);
            SummaryTiles.Tile(html, "Time, int8", Figures.Milliseconds(result.QuantizedLatency.Median), $"float {Figures.Milliseconds(result.FloatLatency.Median)}; medians");
        }

        SummaryTiles.Tile(html, "Size, int8", Figures.Bytes(data.QuantizedBytes), $"float {Figures.Bytes(data.FloatBytes)}");
        html.Markup($"</dl>\n");
    }

    private static Cost CostOf(DetectionReportData data)
    {
        DetectionComparisonResult result = data.Result;
        return new(
            result.Threads, data.Report.Path, result.PreprocessLatency, result.FloatLatency, result.QuantizedLatency, data.FloatBytes, data.QuantizedBytes);
    }

    private static void WriteMethod(HtmlWriter html, DetectionReport report)
    {
        html.Markup($"<dl class=\"facts\">\n");
        MethodSection.Fact(html, "float", report.FloatFile);
        MethodSection.Fact(html, "int8", report.QuantizedFile);
        MethodSection.Fact(html, "pictures", report.Images);
        MethodSection.Fact(html, "preprocessing", report.Preprocessing);
        MethodSection.Fact(html, "class names", report.Labels.Source);
        MethodSection.Fact(html, "path of int8", report.Path);
        html.Markup($"</dl>\n<p class=\"soft small\">Both networks see the same frames, and the float network’s boxes go through the int8 model’s own ");
        html.Markup($"thresholds. mAP@0.5 is the mean area below the curve of precision over recall (PASCAL VOC 2010); the others are COCO’s.</p>\n");
    }
}
