using System.Text.RegularExpressions;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Tests;

public sealed partial class ReportTests(ReportFixture report) : IClassFixture<ReportFixture>
{
    private static readonly string[] Void = ["!doctype", "meta", "img", "br", "rect/", "path/"];

    [Fact]
    public void Report_is_written_beside_the_table()
    {
        Assert.Equal(3, report.Run.ExitCode);
        Assert.Contains("top-1               100.00 %    50.00 %", report.Run.Lines);
        Assert.StartsWith("<!doctype html>", report.Page, StringComparison.Ordinal);
        foreach (string expected in (string[])["Accuracy", "Classes", "Confusions", "Changed answers", "Layers", "Speed and size", "Broken pictures"])
        {
            Assert.Contains($">{expected}</h2>", report.Page, StringComparison.Ordinal);
        }

        Assert.Contains("50.00 %", report.Page, StringComparison.Ordinal);
        Assert.Contains("Right in float, wrong in int8: 1", report.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Rounding_of_each_layer_is_drawn_and_said()
    {
        Assert.Contains("switched on and off, on 2 pictures", report.Page, StringComparison.Ordinal);
        Assert.All(["Rounded alone", "All but one", "One after another"], title =>
        {
            Assert.Contains($"<h4>{title}</h4>", report.Page, StringComparison.Ordinal);
            Assert.Contains($"aria-label=\"{title}, 1 layers along the network", report.Page, StringComparison.Ordinal);
        });
        Assert.Contains("Look at these first", report.Page, StringComparison.Ordinal);
        Assert.Contains("layer 0, MEAN, range −64 to 63.5: rounded alone it leaves", report.Page, StringComparison.Ordinal);
        Assert.Contains("were it exact, so would the outputs be.", report.Page, StringComparison.Ordinal);
        Assert.Contains("<caption>Signal to noise of the outputs</caption>", report.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_needs_nothing_but_itself()
    {
        Assert.DoesNotContain("<script", report.Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", report.Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", WithoutPolicy(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", report.Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", report.Page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("default-src 'none'", report.Page, StringComparison.Ordinal);
        Assert.All(Attribute().Matches(report.Page).Where(match => match.Groups[1].Value is "src" or "href"), match =>
            Assert.Matches("^(#|data:image/png;base64,)", match.Groups[2].Value));
    }

    [Fact]
    public void Names_of_classes_and_files_are_text()
    {
        Assert.Contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;", report.Page, StringComparison.Ordinal);
        Assert.Contains("1&lt;i&gt;&amp;&#39;.ppm", report.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", report.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", report.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", report.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_element_is_closed_in_order()
    {
        Stack<string> open = [];
        foreach (Match tag in Tag().Matches(Style().Replace(report.Page, "")))
        {
            string name = tag.Groups[1].Value.ToLowerInvariant();
            if (tag.Value.EndsWith("/>", StringComparison.Ordinal) || Void.Contains(name))
            {
                continue;
            }

            if (name.StartsWith('/'))
            {
                Assert.Equal(name[1..], open.Pop());
            }
            else
            {
                open.Push(name);
            }
        }

        Assert.Empty(open);
    }

    [Fact]
    public void Anchors_lead_somewhere_and_are_unique()
    {
        string[] ids = [.. Attribute().Matches(report.Page).Where(match => match.Groups[1].Value == "id").Select(match => match.Groups[2].Value)];
        string[] links = [.. Attribute().Matches(report.Page).Where(match => match.Groups[1].Value == "href").Select(match => match.Groups[2].Value)];

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.Contains(link[1..], ids));
    }

    [Fact]
    public void Page_is_accessible_where_that_can_be_counted()
    {
        Assert.Contains("<html lang=\"en\">", report.Page, StringComparison.Ordinal);
        Assert.Contains("name=\"viewport\"", report.Page, StringComparison.Ordinal);
        Assert.Contains("class=\"skip\"", report.Page, StringComparison.Ordinal);
        Assert.Equal(Count("<table>"), Count("<caption>"));
        Assert.Equal(Count("<img"), Count("alt=\""));
        Assert.Equal(Count("<svg"), Count("role=\"img\"") + Count("aria-hidden=\"true\"><rect class=\"up\"") + Count("aria-hidden=\"true\"><rect class=\"down\""));
        Assert.Equal(1, Count("<h1"));
    }

    [Fact]
    public void Thumbnail_is_the_picture_that_the_networks_saw()
    {
        Match image = Image().Match(report.Page);
        RgbImage picture = ImageFile.Decode(Convert.FromBase64String(image.Groups[1].Value));

        Assert.Equal((8, 8), (picture.Width, picture.Height));
        Assert.Equal([200, 201, 100, 200, 200, 100], picture.Pixels[..6].ToArray());
        Assert.Equal([200, 200, 100], picture.Pixels[^3..].ToArray());
    }

    [Fact]
    public void Pictures_without_labels_have_a_report_as_well()
    {
        string path = report.Files["unlabelled.html"];
        Outcome outcome = CommandLine.Run(report.Files.Compare(report.Files.Pictures, "--report", path));

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("The pictures have no labels", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.DoesNotContain(">Accuracy</h2>", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.DoesNotContain("Where the error enters", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Set_of_broken_pictures_has_a_report_as_well()
    {
        string path = report.Files["broken.html"];
        File.WriteAllLines(report.Files["all-broken.csv"], ["file,label_index", "list.csv,0"]);
        Outcome outcome = CommandLine.Run(report.Files.Compare(report.Files["all-broken.csv"], "--layers", "--report", path));

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("None of the pictures could be read", File.ReadAllText(path), StringComparison.Ordinal);
    }

    private int Count(string text) => report.Page.Split(text).Length - 1;

    private string WithoutPolicy() => report.Page.Replace("http-equiv", "", StringComparison.Ordinal);

    [GeneratedRegex("<(/?[a-zA-Z!][a-zA-Z0-9]*)[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("\\b(src|href|id)=\"([^\"]*)\"")]
    private static partial Regex Attribute();

    [GeneratedRegex("<img[^>]*src=\"data:image/png;base64,([^\"]*)\"")]
    private static partial Regex Image();
}
