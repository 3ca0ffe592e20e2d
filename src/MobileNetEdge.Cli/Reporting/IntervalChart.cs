namespace MobileNetEdge.Cli.Reporting;

/// <summary>Values with their intervals on one axis, as dots with whiskers.</summary>
/// <param name="Name">What the value is of.</param>
/// <param name="Kind">The colour's class: float or int8.</param>
/// <param name="Value">The value.</param>
/// <param name="Lower">The interval's lower end.</param>
/// <param name="Upper">The interval's upper end.</param>
internal sealed record IntervalRow(string Name, string Kind, double Value, double Lower, double Upper);

/// <summary>Draws <see cref="IntervalRow"/>s.</summary>
internal static class IntervalChart
{
    /// <summary>Of the axis, on both sides.</summary>
    private const double Margin = 0.08;

    /// <param name="html">Where to write.</param>
    /// <param name="rows">The values.</param>
    /// <param name="withZero">Whether 0 is on the axis, with a line through it.</param>
    /// <param name="format">Writes an end of the axis.</param>
    public static void Write(HtmlWriter html, IntervalRow[] rows, bool withZero, Func<double, string> format)
    {
        double least = rows.Min(row => row.Lower);
        double most = rows.Max(row => row.Upper);
        (least, most) = withZero ? (Math.Min(least, 0), Math.Max(most, 0)) : (least, most);
        double pad = Math.Max((most - least) * Margin, 1e-6);
        (least, most) = (least - pad, most + pad);
        html.Markup($"<div class=\"interval\">\n");
        foreach (IntervalRow row in rows)
        {
            html.Markup($"<span class=\"{row.Kind}-text\">").Text(row.Name).Markup($"</span>");
            html.Markup($"<svg viewBox=\"0 0 1000 24\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"");
            html.Text($"{row.Name}: {format(row.Value)}, from {format(row.Lower)} to {format(row.Upper)}").Markup($"\">");
            html.Markup($"<path class=\"grid\" d=\"M0 12H1000\"/>");
            if (withZero)
            {
                html.Markup($"<path class=\"zero\" d=\"M{X(0):f1} 0V24\"/>");
            }

            html.Markup($"<path class=\"whisker {row.Kind}\" d=\"M{X(row.Lower):f1} 5V19M{X(row.Lower):f1} 12H{X(row.Upper):f1}M{X(row.Upper):f1} 5V19\"/>");
            html.Markup($"<path class=\"dot {row.Kind}\" d=\"M{X(row.Value):f1} 12h.01\"/></svg>");
            html.Markup($"<span class=\"{row.Kind}-text\">").Text(format(row.Value)).Markup($"</span>\n");
        }

        html.Markup($"<div class=\"axis\"><span>").Text(format(least)).Markup($"</span>");
        html.Markup($"<span>").Text(format(most)).Markup($"</span></div>\n</div>\n");

        double X(double value) => 1000 * (value - least) / (most - least);
    }
}
