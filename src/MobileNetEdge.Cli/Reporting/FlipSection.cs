using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>Pictures to which int8 gives another answer than float.</summary>
internal static class FlipSection
{
    /// <summary>Pictures of a kind that are shown at once; the rest is behind a button.</summary>
    private const int MaxOpen = 6;

    /// <summary>Smaller pictures are shown with their pixels as squares.</summary>
    private const int TinySide = 64;

    public static void Write(HtmlWriter html, ReportData data)
    {
        int all = data.Details.FlipCounts.Sum();
        html.Markup($"<p class=\"soft\">").Text(
            $"{Figures.Count(all)} of {Figures.Count(data.Result.Pictures)} pictures get another answer. Of each kind, those come first on which both networks were surest. The margin is the best class's probability less the second's; near 0, a change means little.");
        html.Markup($"</p>\n");
        bool hasLabels = data.Result.Labelled > 0;
        WriteKind(html, data, FlipKind.Lost, "Right in float, wrong in int8");
        WriteKind(html, data, FlipKind.Gained, "Wrong in float, right in int8");
        WriteKind(html, data, FlipKind.Other, hasLabels ? "Wrong in both, or without a label" : "Another answer");
    }

    private static void WriteKind(HtmlWriter html, ReportData data, FlipKind kind, string title)
    {
        FlippedPicture[] pictures = [.. data.Flipped.Where(picture => picture.Flip.Kind == kind)];
        if (pictures.Length == 0)
        {
            return;
        }

        int all = data.Details.FlipCounts[(int)kind];
        string shown = pictures.Length < all ? $"; {pictures.Length} are shown" : "";
        html.Markup($"<h3>").Text($"{title}: {Figures.Count(all)}{shown}").Markup($"</h3>\n");
        WriteList(html, data, pictures[..Math.Min(MaxOpen, pictures.Length)]);
        if (pictures.Length > MaxOpen)
        {
            html.Markup($"<details class=\"more\"><summary>{pictures.Length - MaxOpen} more</summary>\n");
            WriteList(html, data, pictures[MaxOpen..]);
            html.Markup($"</details>\n");
        }
    }

    private static void WriteList(HtmlWriter html, ReportData data, FlippedPicture[] pictures)
    {
        html.Markup($"<ul class=\"flips\">\n");
        foreach (FlippedPicture picture in pictures)
        {
            WritePicture(html, data, picture);
        }

        html.Markup($"</ul>\n");
    }

    private static void WritePicture(HtmlWriter html, ReportData data, FlippedPicture picture)
    {
        Flip flip = picture.Flip;
        html.Markup($"<li>");
        if (picture.Thumbnail is { } small)
        {
            string label = flip.Label is { } known ? data.Labels[known] : "no label";
            string size = Math.Max(small.Width, small.Height) < TinySide ? " class=\"tiny\"" : "";
            html.Markup($"<img{size} width=\"96\" height=\"96\" src=\"data:image/png;base64,{Convert.ToBase64String(PngEncoder.Encode(small))}\" alt=\"");
            html.Text($"picture {flip.Index}: {HtmlWriter.Cut(label)}").Markup($"\">");
        }
        else
        {
            html.Markup($"<div class=\"none\">not readable</div>");
        }

        html.Markup($"<dl>");
        if (flip.Label is { } index)
        {
            html.Markup($"<div><dt>is</dt><dd>").Name(data.Labels[index]).Markup($"</dd></div>");
        }

        WriteAnswer(html, data, "float", flip.Float, flip.Label);
        WriteAnswer(html, data, "int8", flip.Quantized, flip.Label);
        html.Markup($"</dl><p class=\"file\">").Name(Tail(picture.Name)).Markup($"</p></li>\n");
    }

    /// <summary>The file with the folder it lies in.</summary>
    private static string Tail(string name)
    {
        string folder = Path.GetFileName(Path.GetDirectoryName(name) ?? "");
        return folder.Length > 0 ? $"{folder}/{Path.GetFileName(name)}" : name;
    }

    private static void WriteAnswer(HtmlWriter html, ReportData data, string network, NetworkAnswer answer, int? label)
    {
        string mark = label is null ? "" : answer.Class == label ? " ✓" : " ✗";
        string kind = label is null ? "" : answer.Class == label ? "good-text" : "bad-text";
        html.Markup($"<div><dt class=\"{network}-text\">{network}</dt><dd><span class=\"{kind}\">").Name(data.Labels[answer.Class]).Text(mark);
        html.Markup($"</span> <span class=\"soft figures\">{100 * answer.Confidence:f0} %, margin {100 * answer.Margin:f0}</span></dd></div>");
    }
}
