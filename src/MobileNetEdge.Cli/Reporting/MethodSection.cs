using System.Globalization;
using MobileNetEdge.Cli.Output;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>What was run on what.</summary>
internal static class MethodSection
{
    public static void Write(HtmlWriter html, ReportData data)
    {
        ComparisonReport report = data.Comparison;
        html.Markup($"<dl class=\"facts\">\n");
        Fact(html, "float", report.FloatFile);
        Fact(html, "int8", report.QuantizedFile);
        Fact(html, "pictures", report.Images);
        html.Markup($"<dt>preprocessing</dt><dd>").Text(report.Preprocessing).Markup($"</dd>\n");
        Fact(html, "label offset", report.Result.LabelOffset.ToString(CultureInfo.InvariantCulture));
        Fact(html, "class names", data.Labels.Source);
        Fact(html, "path of int8", report.Path);
        if (report.Result.Note is { } note)
        {
            Fact(html, "note", note);
        }

        html.Markup($"</dl>\n<p class=\"soft small\">Accuracies have Wilson's interval, the paired difference that of Agresti and Min. ");
        html.Markup($"Cosine and signal-to-noise compare the outputs as reals.</p>\n");
    }

    /// <summary>A name and what it is.</summary>
    public static void Fact(HtmlWriter html, string name, string value)
    {
        html.Markup($"<dt>{name}</dt><dd>").Name(value).Markup($"</dd>\n");
    }
}
