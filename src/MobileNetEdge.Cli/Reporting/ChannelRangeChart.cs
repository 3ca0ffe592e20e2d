using System.Collections.Immutable;
using System.Text;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>The ranges of a layer's weights, channel by channel, before and after quantization, on a logarithmic scale.</summary>
internal static class ChannelRangeChart
{
    private const double Height = 100;
    private const int MaxColumns = 96;

    /// <summary>Smaller ranges are drawn as this share of the largest.</summary>
    private const double Floor = 1e-3;

    public static void Write(HtmlWriter html, LayerProfile layer)
    {
        float[] before = Columns(layer.WeightsBefore);
        float[] after = Columns(layer.WeightsAfter);
        double largest = before.Concat(after).Max();
        if (!(largest > 0) || !double.IsFinite(largest))
        {
            html.Markup($"<p class=\"soft small\">All weights are 0.</p>\n");
            return;
        }

        double least = Math.Max(before.Concat(after).Where(value => value > 0).Min(), largest * Floor);
        html.Markup($"<svg viewBox=\"0 0 {after.Length} {Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"");
        html.Text($"Ranges of {layer.WeightsAfter.Length} channels: {Spread(layer.WeightsBefore)} before, {Spread(layer.WeightsAfter)} after").Markup($"\">");
        html.Markup($"<path class=\"thin before float\" d=\"{Line(before, least, largest)}\"/>");
        html.Markup($"<path class=\"thin int8\" d=\"{Line(after, least, largest)}\"/></svg>\n");
        html.Markup($"<div class=\"axis\"><span>channel 0</span><span>");
        html.Text($"{Figures.Real(least)} to {Figures.Real(largest)}, logarithmic").Markup($"</span><span>channel {layer.WeightsAfter.Length - 1}</span></div>\n");
        html.Markup($"<p class=\"soft small\">Largest over smallest range: <span class=\"float-text\">float (dashed) {Spread(layer.WeightsBefore)}</span>, ");
        html.Markup($"<span class=\"int8-text\">int8 {Spread(layer.WeightsAfter)}</span>.</p>\n");
    }

    /// <summary>Neighbouring channels together where there are many: the largest of them.</summary>
    private static float[] Columns(ImmutableArray<float> channels)
    {
        int count = Math.Min(channels.Length, MaxColumns);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            int start = (int)((long)i * channels.Length / count);
            int end = (int)((i + 1L) * channels.Length / count);
            return channels[start..end].Max();
        })];
    }

    private static string Line(float[] values, double least, double largest)
    {
        double span = Math.Max(Math.Log(largest / least), 1e-9);
        StringBuilder path = new();
        for (int i = 0; i < values.Length; i++)
        {
            double y = Height * (1 - (Math.Log(Math.Max(values[i], least) / least) / span));
            path.Append(FormattableString.Invariant($"{(i == 0 ? "M0 " : "V")}{y:f1}H{i + 1}"));
        }

        return path.ToString();
    }

    private static string Spread(ImmutableArray<float> channels)
    {
        float[] positive = [.. channels.Where(value => value > 0)];
        return positive.Length == 0 ? "–" : FormattableString.Invariant($"{positive.Max() / positive.Min():0.#}");
    }
}
