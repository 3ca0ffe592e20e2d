using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>One layer: its activations with their range, and its weights channel by channel.</summary>
internal static class LayerDetails
{
    public static void Write(HtmlWriter html, int index, LayerProfile layer)
    {
        html.Markup($"<details><summary><span class=\"figure\">{Figures.ErrorPercent(layer.SignalToNoise):f1} %</span><span class=\"soft\">{index}</span> ");
        html.Name(layer.Name).Markup($" <span class=\"soft small\">").Name(layer.Operator).Markup($"</span></summary>\n<div class=\"inside\">\n");
        html.Markup($"<p class=\"soft small\">").Text($"Output {layer.Shape}, {Figures.Decibels(layer.SignalToNoise)}.");
        if (layer.IsRescaled)
        {
            html.Text(" Equalization has scaled its channels: the error is what a factor and an offset for each channel leave.");
        }

        html.Markup($"</p>\n<div class=\"pair\">\n<div>\n<h4>Activations</h4>\n");
        RangeHistogram.Write(html, layer);
        html.Markup($"</div>\n");
        if (!layer.WeightsAfter.IsEmpty)
        {
            html.Markup($"<div>\n<h4>Weights, largest magnitude of each channel</h4>\n");
            ChannelRangeChart.Write(html, layer);
            html.Markup($"</div>\n");
        }

        html.Markup($"</div>\n</div>\n</details>\n");
    }
}
