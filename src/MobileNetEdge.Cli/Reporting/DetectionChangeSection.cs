using System.Collections.Immutable;
using System.Globalization;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>Pictures in which the networks find different things, with the boxes of both.</summary>
internal static class DetectionChangeSection
{
    public static void Write(HtmlWriter html, DetectionReportData data)
    {
        string score = DetectionChange.ShownScore.ToString("0.##", CultureInfo.InvariantCulture);
        html.Markup($"<p class=\"soft\">").Text(
            $"Detections with a score of {score} or more are looked at and drawn. One that only one network has is a change: none of the other's of that class overlaps it by half. Large changes come first; at the end are those whose scores merely cross the line.");
        html.Markup($"</p>\n");
        if (data.Result.ChangeCounts.Sum() == 0)
        {
            html.Markup($"<p>Nothing changed in any picture.</p>\n");
        }

        WriteKind(html, data, FlipKind.Lost, "Int8 finds less of what is there");
        WriteKind(html, data, FlipKind.Gained, "Int8 finds more of what is there");
        WriteKind(html, data, FlipKind.Other, "As much is found");
    }

    private static void WriteKind(HtmlWriter html, DetectionReportData data, FlipKind kind, string title)
    {
        ChangedPicture[] pictures = [.. data.Changed.Where(picture => picture.Change.Kind == kind)];
        if (pictures.Length == 0)
        {
            return;
        }

        int all = data.Result.ChangeCounts[(int)kind];
        string shown = pictures.Length < all ? $"; {pictures.Length} are shown" : "";
        html.Markup($"<h3>").Text($"{title}: {Figures.Count(all)}{shown}").Markup($"</h3>\n<ul class=\"changes\">\n");
        foreach (ChangedPicture picture in pictures)
        {
            WritePicture(html, data, picture);
        }

        html.Markup($"</ul>\n");
    }

    private static void WritePicture(HtmlWriter html, DetectionReportData data, ChangedPicture picture)
    {
        DetectionChange change = picture.Change;
        html.Markup($"<li><div class=\"both\">");
        WriteSide(html, "float", picture.Float, change.FloatRight);
        WriteSide(html, "int8", picture.Quantized, change.QuantizedRight);
        html.Markup($"</div><dl>");
        WriteOnly(html, data, "float", change.OnlyFloat);
        WriteOnly(html, data, "int8", change.OnlyQuantized);
        html.Markup($"</dl><p class=\"file\">").Name(Path.GetFileName(picture.Name)).Markup($"</p></li>\n");
    }

    private static void WriteSide(HtmlWriter html, string network, EncodedPicture? picture, int right)
    {
        html.Markup($"<figure>");
        if (picture is { } shown)
        {
            html.Markup($"<img width=\"{shown.Width}\" height=\"{shown.Height}\" loading=\"lazy\" src=\"{shown.Address}\" alt=\"boxes of {network}\">");
        }
        else
        {
            html.Markup($"<div class=\"none\">not readable</div>");
        }

        html.Markup($"<figcaption><span class=\"{network}-text\">{network}</span> <span class=\"soft\">{right:n0} right</span></figcaption></figure>");
    }

    private static void WriteOnly(HtmlWriter html, DetectionReportData data, string network, ImmutableArray<Runtime.Detection> found)
    {
        if (found.IsEmpty)
        {
            return;
        }

        html.Markup($"<div><dt class=\"{network}-text\">only {network}</dt><dd>");
        for (int i = 0; i < found.Length; i++)
        {
            html.Text(i == 0 ? "" : ", ").Name(data.Report.Labels[found[i].Category]).Text($" {100 * found[i].Score:f0} %");
        }

        html.Markup($"</dd></div>");
    }
}
