using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>The error of each layer with both networks side by side, and the three worst in words.</summary>
internal static class LayerErrorChart
{
    private const int Worst = 3;
    private const int MaxRows = 1000;

    public static void Write(HtmlWriter html, LayerProfiles profiles)
    {
        html.Markup($"<h3>Float and int8 side by side</h3>\n<p class=\"soft small\">").Text(
            $"The root mean square of each layer's error in percent of its signal, on {profiles.Pictures} pictures. Every layer gets its input from its own network, so errors add up along the way.");
        html.Markup($"</p>\n");
        double[] percents = [.. profiles.Layers.Select(layer => Figures.ErrorPercent(layer.SignalToNoise))];
        int[] worst = [.. Enumerable.Range(0, percents.Length).Where(i => percents[i] > 0).OrderByDescending(i => percents[i]).Take(Worst)];
        LayerBars.Write(html, percents, [.. profiles.Layers.Select(layer => layer.Name)], worst, "Error of each layer");
        WriteWorst(html, profiles, percents, worst);
        WriteTable(html, profiles, percents);
    }

    private static void WriteWorst(HtmlWriter html, LayerProfiles profiles, double[] percents, int[] worst)
    {
        if (worst.Length == 0)
        {
            html.Markup($"<p>No layer has any error.</p>\n");
            return;
        }

        html.Markup($"<p>The largest errors:</p>\n<ol>\n");
        foreach (int index in worst)
        {
            LayerProfile layer = profiles.Layers[index];
            html.Markup($"<li><strong>").Name(layer.Name).Markup($"</strong> <span class=\"soft\">");
            html.Text($"layer {index}, {layer.Operator}: {percents[index]:f1} % error, {Figures.Decibels(layer.SignalToNoise)}").Markup($"</span></li>\n");
        }

        html.Markup($"</ol>\n");
    }

    private static void WriteTable(HtmlWriter html, LayerProfiles profiles, double[] percents)
    {
        html.Markup($"<details><summary>All layers as a table</summary>\n<div class=\"inside scroll\" role=\"region\" aria-label=\"Error of each layer\" tabindex=\"0\">\n<table>\n");
        html.Markup($"<caption>Float and int8 side by side</caption>\n<thead><tr><th scope=\"col\">#</th><th scope=\"col\" class=\"words\">output</th>");
        html.Markup($"<th scope=\"col\" class=\"words\">operator</th><th scope=\"col\">error</th><th scope=\"col\">signal to noise</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < Math.Min(percents.Length, MaxRows); i++)
        {
            LayerProfile layer = profiles.Layers[i];
            html.Markup($"<tr><td>{i}</td><th scope=\"row\" class=\"words\">").Name(layer.Name).Markup($"</th><td class=\"words\">").Name(layer.Operator);
            html.Markup($"</td><td>{percents[i]:f2} %</td><td>").Text(Figures.Decibels(layer.SignalToNoise)).Markup($"</td></tr>\n");
        }

        html.Markup($"</tbody>\n</table>\n</div>\n</details>\n");
    }
}
