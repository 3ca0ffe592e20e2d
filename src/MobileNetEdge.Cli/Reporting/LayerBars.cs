namespace MobileNetEdge.Cli.Reporting;

/// <summary>A percentage for each layer as bars along the network, from its input on the left to its output on the right.</summary>
internal static class LayerBars
{
    private const double Height = 1000;

    /// <summary>Percentages beyond are shown as this.</summary>
    private const double Most = 1000;

    private static readonly double[] Steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000];

    /// <param name="html">The page.</param>
    /// <param name="percents">A value for each layer, not below 0.</param>
    /// <param name="names">The layers' names.</param>
    /// <param name="marked">Layers, by their index, that stand out.</param>
    /// <param name="label">What the bars are, in a few words.</param>
    public static void Write(HtmlWriter html, double[] percents, string[] names, int[] marked, string label)
    {
        double largest = Math.Clamp(percents.Max(), 0.1, Most);
        double step = Steps.First(candidate => candidate >= largest / 4.5 || candidate == Steps[^1]);
        double top = Math.Ceiling(largest / step) * step;
        html.Markup($"<div class=\"plot\">\n");
        for (double tick = 0; tick <= top * 1.0001; tick += step)
        {
            html.Markup($"<span class=\"tick\" aria-hidden=\"true\" style=\"top:{100 * (1 - (tick / top)):f2}%\">{tick:0.##} %</span>\n");
        }

        html.Markup($"<svg viewBox=\"0 0 {percents.Length} {Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"");
        html.Text($"{label}, {percents.Length} layers along the network, at most {percents.Max():f1} percent; a table below has the numbers").Markup($"\">\n");
        for (double tick = step; tick <= top * 1.0001; tick += step)
        {
            html.Markup($"<path class=\"grid\" d=\"M0 {Height * (1 - (tick / top)):f1}H{percents.Length}\"/>");
        }

        for (int i = 0; i < percents.Length; i++)
        {
            double height = Math.Max(Height * Math.Min(percents[i], Most) / top, 4);
            html.Markup($"<rect class=\"bar{(marked.Contains(i) ? " worst" : "")}\" x=\"{i + 0.1:f1}\" y=\"{Height - height:f1}\" width=\".8\" height=\"{height:f1}\"><title>");
            html.Text($"{i}: {HtmlWriter.Cut(names[i])}, {percents[i]:f2} %").Markup($"</title></rect>\n");
        }

        html.Markup($"</svg>\n</div>\n<div class=\"axis\" style=\"padding-left:2.75rem\" aria-hidden=\"true\"><span>input</span><span>output</span></div>\n");
    }
}
