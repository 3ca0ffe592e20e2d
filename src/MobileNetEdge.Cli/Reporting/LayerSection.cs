using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>Where along the network the error is, and what each layer looks like.</summary>
internal static class LayerSection
{
    /// <summary>Layers that are shown one by one.</summary>
    private const int MaxDetails = 250;

    /// <summary>Layers that are listed at once: those with the largest error. The rest is behind a button.</summary>
    private const int MaxOpen = 10;

    public static void Write(HtmlWriter html, ReportData data)
    {
        LayerProfiles profiles = data.Profiles;
        if (data.Diagnosis is { Inputs: > 0, Layers.IsEmpty: false } diagnosis)
        {
            DiagnosisChart.Write(html, diagnosis);
        }

        if (profiles.Layers.IsEmpty)
        {
            html.Markup($"<p class=\"soft\">The layers of both networks could not be matched by the names of their outputs.</p>\n");
            return;
        }

        LayerErrorChart.Write(html, profiles);
        WriteDetails(html, profiles);
    }

    private static void WriteDetails(HtmlWriter html, LayerProfiles profiles)
    {
        html.Markup($"<h3>The layers with the largest error</h3>\n<p class=\"soft small\">").Text(
            "Open a layer for its activations with the range that was chosen for them, and for the ranges of its weights, channel by channel, before and after equalization and rounding.");
        if (profiles.Unmatched > 0)
        {
            html.Text($" {profiles.Unmatched} layers have no counterpart in the float network.");
        }

        html.Markup($"</p>\n");
        int[] ranked = [.. Enumerable.Range(0, profiles.Layers.Length).OrderBy(i => profiles.Layers[i].SignalToNoise).Take(MaxDetails)];
        WriteList(html, profiles, ranked.Take(MaxOpen));
        if (ranked.Length > MaxOpen)
        {
            html.Markup($"<details class=\"more\"><summary>The other {ranked.Length - MaxOpen} layers</summary>\n");
            WriteList(html, profiles, ranked.Skip(MaxOpen));
            html.Markup($"</details>\n");
        }
    }

    /// <summary>In the order of execution.</summary>
    private static void WriteList(HtmlWriter html, LayerProfiles profiles, IEnumerable<int> indices)
    {
        foreach (int index in indices.Order())
        {
            LayerDetails.Write(html, index, profiles.Layers[index]);
        }
    }
}
