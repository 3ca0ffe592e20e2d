using System.Text;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>A layer's activations, on a logarithmic scale of counts, with the chosen range; what lies beyond it is shaded.</summary>
internal static class RangeHistogram
{
    private const double Height = 100;

    public static void Write(HtmlWriter html, LayerProfile layer)
    {
        ValueRange span = layer.Range.Union(layer.Extremes);
        double width = (double)span.Max - span.Min;
        int bins = layer.Histogram.Length;
        if (bins == 0 || !(width > 0) || !double.IsFinite(width))
        {
            html.Markup($"<p class=\"soft small\">All values are equal.</p>\n");
            return;
        }

        (double low, double high) = (X(layer.Range.Min), X(layer.Range.Max));
        html.Markup($"<svg viewBox=\"0 0 {bins} {Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"");
        html.Text($"Histogram of activations from {Figures.Real(span.Min)} to {Figures.Real(span.Max)}; range {Figures.Real(layer.Range.Min)} to {Figures.Real(layer.Range.Max)}");
        html.Markup($"\"><rect class=\"outside\" width=\"{low:f2}\" height=\"{Height}\"/>");
        html.Markup($"<rect class=\"outside\" x=\"{high:f2}\" width=\"{Math.Max(0, bins - high):f2}\" height=\"{Height}\"/>");
        html.Markup($"<path class=\"fill\" d=\"{Outline(layer)}\"/>");
        html.Markup($"<path class=\"edge\" d=\"M{low:f2} 0V{Height}M{high:f2} 0V{Height}\"/></svg>\n");
        html.Markup($"<div class=\"axis\"><span>").Text(Figures.Real(span.Min)).Markup($"</span><span class=\"int8-text\">");
        html.Text($"range {Figures.Real(layer.Range.Min)} to {Figures.Real(layer.Range.Max)}").Markup($"</span><span>");
        html.Text(Figures.Real(span.Max)).Markup($"</span></div>\n<p class=\"soft small\">");
        html.Text($"Values seen: {Figures.Real(layer.Extremes.Min)} to {Figures.Real(layer.Extremes.Max)}. Counts on a logarithmic scale.").Markup($"</p>\n");

        double X(double value) => Math.Clamp(bins * (value - span.Min) / width, 0, bins);
    }

    /// <summary>The bars as one shape.</summary>
    private static string Outline(LayerProfile layer)
    {
        double top = Math.Log(1 + Math.Max(1, layer.Histogram.Max()));
        StringBuilder path = new($"M0 {Height:f0}");
        for (int i = 0; i < layer.Histogram.Length; i++)
        {
            double y = Height * (1 - (Math.Log(1 + layer.Histogram[i]) / top));
            path.Append(FormattableString.Invariant($"V{y:f1}H{i + 1}"));
        }

        return path.Append(FormattableString.Invariant($"V{Height}Z")).ToString();
    }
}
