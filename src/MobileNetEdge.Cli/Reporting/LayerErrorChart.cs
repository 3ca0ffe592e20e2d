using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>The error of each layer as a bar along the network, and the three worst in words.</summary>
internal static class LayerErrorChart
{
    private const int Worst = 3;
    private const int MaxRows = 1000;
    private const double Height = 1000;

    private static readonly double[] Steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000];

    public static void Write(HtmlWriter html, LayerErrors errors)
    {
        html.Markup($"<h3>").Text(errors.Title).Markup($"</h3>\n<p class=\"soft small\">").Text(errors.Meaning).Markup($"</p>\n");
        double[] percents = [.. errors.Layers.Select(layer => Math.Min(Figures.ErrorPercent(layer.SignalToNoise), 1000))];
        if (percents.Length == 0)
        {
            return;
        }

        int[] worst = [.. Enumerable.Range(0, percents.Length).Where(i => percents[i] > 0).OrderByDescending(i => percents[i]).Take(Worst)];
        WritePlot(html, errors, percents, worst);
        WriteWorst(html, errors, percents, worst);
        WriteTable(html, errors, percents);
    }

    private static void WritePlot(HtmlWriter html, LayerErrors errors, double[] percents, int[] worst)
    {
        double largest = Math.Max(percents.Max(), 0.1);
        double step = Steps.First(candidate => candidate >= largest / 4.5 || candidate == Steps[^1]);
        double top = Math.Ceiling(largest / step) * step;
        html.Markup($"<div class=\"plot\">\n");
        for (double tick = 0; tick <= top * 1.0001; tick += step)
        {
            html.Markup($"<span class=\"tick\" aria-hidden=\"true\" style=\"top:{100 * (1 - (tick / top)):f2}%\">{tick:0.##} %</span>\n");
        }

        html.Markup($"<svg viewBox=\"0 0 {percents.Length} {Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"");
        html.Text($"Error of {percents.Length} layers along the network, at most {largest:f1} percent; the table below has the numbers").Markup($"\">\n");
        for (double tick = step; tick <= top * 1.0001; tick += step)
        {
            html.Markup($"<path class=\"grid\" d=\"M0 {Height * (1 - (tick / top)):f1}H{percents.Length}\"/>");
        }

        for (int i = 0; i < percents.Length; i++)
        {
            double height = Math.Max(Height * percents[i] / top, 4);
            html.Markup($"<rect class=\"bar{(worst.Contains(i) ? " worst" : "")}\" x=\"{i + 0.1:f1}\" y=\"{Height - height:f1}\" width=\".8\" height=\"{height:f1}\"><title>");
            html.Text($"{i}: {HtmlWriter.Cut(errors.Layers[i].Name)}, {percents[i]:f2} %").Markup($"</title></rect>\n");
        }

        html.Markup($"</svg>\n</div>\n<div class=\"axis\" style=\"padding-left:2.75rem\" aria-hidden=\"true\"><span>input</span><span>output</span></div>\n");
    }

    private static void WriteWorst(HtmlWriter html, LayerErrors errors, double[] percents, int[] worst)
    {
        if (worst.Length == 0)
        {
            html.Markup($"<p>No layer has any error.</p>\n");
            return;
        }

        html.Markup($"<p>Look at these first:</p>\n<ol>\n");
        foreach (int index in worst)
        {
            LayerError layer = errors.Layers[index];
            html.Markup($"<li><strong>").Name(layer.Name).Markup($"</strong> <span class=\"soft\">");
            html.Text($"layer {index}, {layer.Operator}: {percents[index]:f1} % error, {Figures.Decibels(layer.SignalToNoise)}").Markup($"</span></li>\n");
        }

        html.Markup($"</ol>\n");
    }

    private static void WriteTable(HtmlWriter html, LayerErrors errors, double[] percents)
    {
        html.Markup($"<details><summary>All layers as a table</summary>\n<div class=\"inside scroll\" role=\"region\" aria-label=\"All layers\" tabindex=\"0\">\n<table>\n<caption>").Text(errors.Title);
        html.Markup($"</caption>\n<thead><tr><th scope=\"col\">#</th><th scope=\"col\" class=\"words\">output</th><th scope=\"col\" class=\"words\">operator</th>");
        html.Markup($"<th scope=\"col\">error</th><th scope=\"col\">signal to noise</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < Math.Min(percents.Length, MaxRows); i++)
        {
            LayerError layer = errors.Layers[i];
            html.Markup($"<tr><td>{i}</td><th scope=\"row\" class=\"words\">").Name(layer.Name).Markup($"</th><td class=\"words\">").Name(layer.Operator);
            html.Markup($"</td><td>{percents[i]:f2} %</td><td>").Text(Figures.Decibels(layer.SignalToNoise)).Markup($"</td></tr>\n");
        }

        html.Markup($"</tbody>\n</table>\n</div>\n</details>\n");
    }
}
