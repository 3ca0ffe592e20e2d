using System.Collections.Immutable;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>Pictures that could not be read.</summary>
internal static class BrokenSection
{
    private const int MaxShown = 100;

    public static void Write(HtmlWriter html, ImmutableArray<BrokenPicture> pictures, int count)
    {
        int shown = Math.Min(pictures.Length, MaxShown);
        string rest = shown < count ? $"; the first {shown} are named" : "";
        html.Markup($"<p class=\"soft\">").Text($"{Figures.Count(count)} pictures could not be read and are left out{rest}.");
        html.Markup($"</p>\n<details><summary>Names and reasons</summary>\n<ul>\n");
        foreach (BrokenPicture broken in pictures.Take(shown))
        {
            html.Markup($"<li>").Name(broken.Name).Markup($"<br><span class=\"soft small\">").Name(Application.MessageOf(broken.Error)).Markup($"</span></li>\n");
        }

        html.Markup($"</ul>\n</details>\n");
    }
}
