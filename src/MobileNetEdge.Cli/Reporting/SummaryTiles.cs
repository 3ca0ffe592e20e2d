using System.Globalization;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>The figures that matter most, at a glance.</summary>
internal static class SummaryTiles
{
    public static void Write(HtmlWriter html, ReportData data)
    {
        ComparisonResult result = data.Result;
        html.Markup($"<dl class=\"tiles\">\n");
        if (result is { Top1: { } top1, Top1Difference: { } difference })
        {
            Tile(html, "Top-1, int8", Figures.Percent(top1.Quantized), $"float {Figures.Percent(top1.Float)}");
            string kind = difference.Upper < 0 ? "bad-text" : difference.Lower > 0 ? "good-text" : "";
            Tile(html, "Top-1 difference", Figures.Signed(difference.Value), "percentage points", kind);
        }

        if (result.Top5 is { } top5)
        {
            Tile(html, "Top-5, int8", Figures.Percent(top5.Quantized), $"float {Figures.Percent(top5.Float)}");
        }

        if (result.Agreement is { } agreement)
        {
            Tile(html, "Agreement", Figures.Percent(agreement), "same answer as float");
        }

        if (result.MeanCosine is { } cosine)
        {
            Tile(html, "Cosine", cosine.ToString("f4", CultureInfo.InvariantCulture), $"of the outputs; noise {Figures.Decibels(-(result.SignalToNoise ?? 0))}");
        }

        if (result.Pictures > 0)
        {
            Tile(html, "Time, int8", Figures.Milliseconds(data.Details.Quantized.Median), $"float {Figures.Milliseconds(data.Details.Float.Median)}; medians");
        }

        Tile(html, "Size, int8", Figures.Bytes(data.QuantizedBytes), $"float {Figures.Bytes(data.FloatBytes)}");
        html.Markup($"</dl>\n");
    }

    /// <summary>A figure with a name above and a note below.</summary>
    public static void Tile(HtmlWriter html, string name, string value, string note, string kind = "")
    {
        html.Markup($"<div><dt>").Text(name).Markup($"</dt><dd class=\"{kind}\">").Text(value).Markup($"</dd><dd>").Text(note).Markup($"</dd></div>\n");
    }
}
