using System.Globalization;
using System.Text;
using MobileNetEdge.Cli.Reporting;

namespace MobileNetEdge.Cli.Benchmarking.Family;

/// <summary>Multiply-accumulates against time, a dot for each network, as an SVG picture for light and dark pages.</summary>
internal static class FamilyChart
{
    private const int Width = 880;
    private const int Height = 560;

    /// <summary>Shorter lines of equal speed tell nothing.</summary>
    private const double LeastRateSpan = 4;

    private static readonly Box Plot = new(72, 56, 768, 440);

    private const string Style =
        """
        <style>
          svg { --paper: #ffffff; --ink: #1f2328; --soft: #59636e; --line: #dfe4ea; --ours: #0969da; --theirs: #9a6700; font: 13px system-ui, "DejaVu Sans", sans-serif; }
          @media (prefers-color-scheme: dark) { svg { --paper: #0d1117; --ink: #e6edf3; --soft: #9198a1; --line: #2b323b; --ours: #58a6ff; --theirs: #e3b341; } }
          .paper { fill: var(--paper); } text { fill: var(--ink); stroke: var(--paper); stroke-width: 3; stroke-linejoin: round; paint-order: stroke; } .soft { fill: var(--soft); } .title { font-size: 16px; font-weight: 600; }
          .grid { stroke: var(--line); } .rate { stroke: var(--soft); stroke-dasharray: 2 5; } .middle { text-anchor: middle; } .end { text-anchor: end; }
          .ours { fill: var(--ours); } .theirs { fill: var(--theirs); } circle { stroke: var(--paper); stroke-width: 1.5; }
        </style>

        """;

    /// <summary>Draws a chart of the times with the first number of threads.</summary>
    public static byte[] ToSvg(FamilyReport report)
    {
        LogAxis macs = new([.. report.Rows.Select(row => row.Macs / 1e6)], Plot.Left, Plot.Left + Plot.Width);
        LogAxis times = new([.. report.Rows.Select(row => row.Milliseconds[0])], Plot.Top + Plot.Height, Plot.Top);
        HtmlWriter svg = new();
        svg.Markup($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-labelledby=\"title\">\n");
        string threads = report.Threads[0] == 1 ? "one thread" : string.Create(CultureInfo.InvariantCulture, $"{report.Threads[0]} threads");
        svg.Markup($"<title id=\"title\">").Text($"Time of int8 networks against their multiply-accumulates, {threads}").Markup($"</title>\n");
        Raw(svg, Style);
        svg.Markup($"<rect class=\"paper\" width=\"{Width}\" height=\"{Height}\" rx=\"8\"/>\n");
        svg.Markup($"<text class=\"title\" x=\"{Plot.Left}\" y=\"28\">").Text($"int8 inference, {threads}").Markup($"</text>\n");
        svg.Markup($"<text class=\"soft\" x=\"{Plot.Left}\" y=\"46\">").Text(report.Caption).Markup($"</text>\n");
        DrawGrid(svg, macs, times);
        DrawLegend(svg);
        DrawDots(svg, report, macs, times, DrawRates(svg, macs, times));
        return Encoding.UTF8.GetBytes(svg.Markup($"</svg>\n").ToString());
    }

    private static void DrawGrid(HtmlWriter svg, LogAxis macs, LogAxis times)
    {
        double bottom = Plot.Top + Plot.Height;
        double right = Plot.Left + Plot.Width;
        foreach (double tick in macs.Ticks)
        {
            svg.Markup($"<path class=\"grid\" d=\"M{macs.At(tick):f1} {Plot.Top}V{bottom}\"/>");
            svg.Markup($"<text class=\"soft middle\" x=\"{macs.At(tick):f1}\" y=\"{bottom + 18}\">").Text($"{tick:#,0.###}").Markup($"</text>\n");
        }

        foreach (double tick in times.Ticks)
        {
            svg.Markup($"<path class=\"grid\" d=\"M{Plot.Left} {times.At(tick):f1}H{right}\"/>");
            svg.Markup($"<text class=\"soft end\" x=\"{Plot.Left - 8}\" y=\"{times.At(tick) + 4:f1}\">").Text($"{tick:#,0.###}").Markup($"</text>\n");
        }

        svg.Markup($"<text class=\"middle\" x=\"{Plot.Left + (Plot.Width / 2)}\" y=\"{bottom + 42}\">million multiply-accumulates</text>\n");
        svg.Markup($"<text class=\"middle\" transform=\"translate(20 {Plot.Top + (Plot.Height / 2)}) rotate(-90)\">milliseconds</text>\n");
    }

    /// <summary>Lines of equal speed: 10⁹ multiply-accumulates a second in powers of ten.</summary>
    /// <returns>The room that their names take.</returns>
    private static List<Box> DrawRates(HtmlWriter svg, LogAxis macs, LogAxis times)
    {
        List<Box> names = [];
        for (double rate = 0.1; rate <= 10_000; rate *= 10)
        {
            double from = Math.Max(macs.Least, times.Least * rate);
            double to = Math.Min(macs.Greatest, times.Greatest * rate);
            if (to <= from * LeastRateSpan)
            {
                continue;
            }

            svg.Markup($"<path class=\"rate\" d=\"M{macs.At(from):f1} {times.At(from / rate):f1}L{macs.At(to):f1} {times.At(to / rate):f1}\"/>");
            string name = string.Create(CultureInfo.InvariantCulture, $"{rate:#,0.#} GMAC/s");
            (double x, double y) = (macs.At(to) - 6, times.At(to / rate) + 16);
            svg.Markup($"<text class=\"soft end\" x=\"{x:f1}\" y=\"{y:f1}\">").Text(name).Markup($"</text>\n");
            names.Add(ChartLabels.Before(x, y, name));
        }

        return names;
    }

    private static void DrawLegend(HtmlWriter svg)
    {
        double right = Plot.Left + Plot.Width;
        svg.Markup($"<circle class=\"ours\" cx=\"{right - 176}\" cy=\"24\" r=\"6\"/><text x=\"{right - 164}\" y=\"28\">MobileNets</text>");
        svg.Markup($"<circle class=\"theirs\" cx=\"{right - 66}\" cy=\"24\" r=\"6\"/><text x=\"{right - 54}\" y=\"28\">others</text>\n");
    }

    private static void DrawDots(HtmlWriter svg, FamilyReport report, LogAxis macs, LogAxis times, List<Box> reserved)
    {
        (double X, double Y)[] dots = [.. report.Rows.Select(row => (macs.At(row.Macs / 1e6), times.At(row.Milliseconds[0])))];
        ChartLabel[] labels = ChartLabels.Place(dots, [.. report.Rows.Select(row => row.Name)], Plot, reserved);
        for (int i = 0; i < dots.Length; i++)
        {
            FormattableString shape = $"<circle class=\"{(report.Rows[i].IsMobileNet ? "ours" : "theirs")}\" cx=\"{dots[i].X:f1}\" cy=\"{dots[i].Y:f1}\" r=\"6\"/>";
            svg.Markup(shape).Markup($"<text class=\"{labels[i].Anchor}\" x=\"{labels[i].X:f1}\" y=\"{labels[i].Y:f1}\">");
            svg.Text(report.Rows[i].Name).Markup($"</text>\n");
        }
    }

    private static void Raw(HtmlWriter svg, string markup) => svg.Markup(System.Runtime.CompilerServices.FormattableStringFactory.Create("{0}", markup));
}
