using MobileNetEdge.Cli.Output;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>What the rounding of each layer does to the network's outputs: three charts, the layers to look at, and all figures.</summary>
internal static class DiagnosisChart
{
    private const int Worst = 3;
    private const int MaxRows = 1000;

    public static void Write(HtmlWriter html, DiagnosisResult diagnosis)
    {
        html.Markup($"<h3>Where the error enters</h3>\n<p class=\"soft small\">").Text(
            $"The int8 model with the rounding of its layers switched on and off, on {diagnosis.Inputs} pictures. Signal to noise of the outputs: {Figures.Decibels(diagnosis.All)} with everything in int8, {Figures.Decibels(diagnosis.WeightsOnly)} where only weights, biases and saturation are.");
        html.Markup($"</p>\n");
        int[] worst = double.IsFinite(diagnosis.All) ? [.. diagnosis.Worst(Worst).Select(layer => diagnosis.Layers.IndexOf(layer))] : [];
        WriteWorst(html, diagnosis, worst);
        WriteBars(
            html, diagnosis, worst, "Rounded alone", "The outputs' error with this layer rounded and no other, in percent of the signal.",
            layer => Figures.ErrorPercent(layer.Alone));
        WriteBars(
            html, diagnosis, worst, "All but one", "The share of the outputs' error power that goes when this layer alone is exact.",
            layer => RemovedPercent(layer, diagnosis));
        WriteBars(
            html, diagnosis, worst, "One after another", "The outputs' error with this layer and all before it rounded, in percent of the signal.",
            layer => Figures.ErrorPercent(layer.Cumulative));
        WriteTable(html, diagnosis);
    }

    /// <summary>Errors may cancel out: without one of two the other is larger, and nothing is gained.</summary>
    private static double RemovedPercent(LayerEffect layer, DiagnosisResult diagnosis)
    {
        return double.IsFinite(diagnosis.All) ? Math.Max(0, 100 * (1 - Math.Pow(10, (diagnosis.All - layer.AllButThis) / 10))) : 0;
    }

    private static void WriteWorst(HtmlWriter html, DiagnosisResult diagnosis, int[] worst)
    {
        if (worst.Length == 0)
        {
            html.Markup($"<p>Rounding changes no output.</p>\n");
            return;
        }

        html.Markup($"<p>Look at these first:</p>\n<ol>\n");
        foreach (int index in worst)
        {
            LayerEffect layer = diagnosis.Layers[index];
            html.Markup($"<li><strong>").Name(layer.Name).Markup($"</strong> <span class=\"soft\">");
            html.Text($"layer {index}, {layer.Operator}, {LayerDiagnosisText.Effect(layer, diagnosis).Replace('-', '−')}");
            html.Markup($"</span></li>\n");
        }

        html.Markup($"</ol>\n");
    }

    private static void WriteBars(
        HtmlWriter html, DiagnosisResult diagnosis, int[] worst, string title, string meaning, Func<LayerEffect, double> percentOf)
    {
        html.Markup($"<h4>{title}</h4>\n<p class=\"soft small\">{meaning}</p>\n");
        LayerBars.Write(html, [.. diagnosis.Layers.Select(percentOf)], [.. diagnosis.Layers.Select(layer => layer.Name)], worst, title);
    }

    private static void WriteTable(HtmlWriter html, DiagnosisResult diagnosis)
    {
        html.Markup($"<details><summary>All layers as a table</summary>\n<div class=\"inside scroll\" role=\"region\" aria-label=\"Rounding of each layer\" tabindex=\"0\">\n<table>\n");
        html.Markup($"<caption>Signal to noise of the outputs</caption>\n<thead><tr><th scope=\"col\">#</th><th scope=\"col\" class=\"words\">output</th>");
        html.Markup($"<th scope=\"col\" class=\"words\">operator</th><th scope=\"col\">alone</th><th scope=\"col\">all but this</th><th scope=\"col\">up to this</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < Math.Min(diagnosis.Layers.Length, MaxRows); i++)
        {
            LayerEffect layer = diagnosis.Layers[i];
            html.Markup($"<tr><td>{i}</td><th scope=\"row\" class=\"words\">").Name(layer.Name).Markup($"</th><td class=\"words\">").Name(layer.Operator);
            foreach (double ratio in (double[])[layer.Alone, layer.AllButThis, layer.Cumulative])
            {
                html.Markup($"</td><td>").Text(Figures.Decibels(ratio));
            }

            html.Markup($"</td></tr>\n");
        }

        html.Markup($"</tbody>\n</table>\n</div>\n</details>\n");
    }
}
