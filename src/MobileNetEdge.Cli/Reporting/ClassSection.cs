using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>The classes that changed most.</summary>
internal static class ClassSection
{
    private const int MaxEach = 10;

    public static void Write(HtmlWriter html, ReportData data)
    {
        ClassAccuracy[] ordered = [.. data.Details.Classes.OrderBy(Delta).ThenBy(one => one.Change).ThenBy(one => one.Class)];
        int worse = ordered.Count(one => Delta(one) < 0);
        int better = ordered.Count(one => Delta(one) > 0);
        html.Markup($"<p class=\"soft\">").Text(
            $"Of {Figures.Count(ordered.Length)} classes with pictures, int8 is right less often in {Figures.Count(worse)}, more often in {Figures.Count(better)}, and as often in {Figures.Count(ordered.Length - worse - better)}.");
        html.Markup($"</p>\n<div class=\"pair\">\n");
        double scale = Math.Max(1, ordered.Max(one => Math.Abs(Delta(one))));
        WriteTable(html, data, "Lost most", [.. ordered.Take(Math.Min(worse, MaxEach))], scale);
        WriteTable(html, data, "Gained most", [.. Enumerable.Reverse(ordered).Take(Math.Min(better, MaxEach))], scale);
        html.Markup($"</div>\n");
    }

    private static int Delta(ClassAccuracy one) => one.QuantizedRight - one.FloatRight;

    private static void WriteTable(HtmlWriter html, ReportData data, string caption, ClassAccuracy[] classes, double scale)
    {
        if (classes.Length == 0)
        {
            return;
        }

        html.Markup($"<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n<table>\n<caption>{caption}, right answers</caption>\n<thead><tr><th scope=\"col\" class=\"words\">class</th>");
        html.Markup($"<th scope=\"col\">pictures</th><th scope=\"col\">float</th><th scope=\"col\">int8</th>");
        html.Markup($"<th scope=\"col\">change</th></tr></thead>\n<tbody>\n");
        foreach (ClassAccuracy one in classes)
        {
            html.Markup($"<tr><th scope=\"row\" class=\"words\">").Name(data.Labels[one.Class]).Markup($"</th><td>{one.Count:n0}</td>");
            html.Markup($"<td>{one.FloatRight:n0}</td><td>{one.QuantizedRight:n0}</td>");
            html.Markup($"<td class=\"{(one.Change < 0 ? "bad-text" : "good-text")}\">{Figures.Signed(Delta(one), "0")}");
            WriteBar(html, Delta(one) / scale);
            html.Markup($"</td></tr>\n");
        }

        html.Markup($"</tbody>\n</table>\n</div>\n");
    }

    /// <summary>A change as a bar.</summary>
    public static void WriteBar(HtmlWriter html, double share)
    {
        double width = 100 * Math.Abs(share);
        html.Markup($"<span class=\"change\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        html.Markup($"<rect class=\"{(share < 0 ? "down" : "up")}\" width=\"{width:f1}\" height=\"10\"/></svg></span>");
    }
}
