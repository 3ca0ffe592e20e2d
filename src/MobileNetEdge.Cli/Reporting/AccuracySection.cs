using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>How often each network is right, and the paired difference.</summary>
internal static class AccuracySection
{
    public static void Write(HtmlWriter html, ReportData data)
    {
        ComparisonResult result = data.Result;
        PairedDifference difference = result.Top1Difference!.Value;
        WilsonInterval real = new(result.Labelled, data.Details.Top1Right.Float);
        WilsonInterval quantized = new(result.Labelled, data.Details.Top1Right.Quantized);
        html.Markup($"<p class=\"soft\">").Text($"On {Figures.Count(result.Labelled)} labelled pictures. The whiskers are 95 % intervals.").Markup($"</p>\n");
        html.Markup($"<div class=\"pair\">\n<div>\n<h3>Top-1</h3>\n");
        IntervalChart.Write(
            html,
            [
                new("float", "float", real.Value, real.Lower, real.Upper),
                new("int8", "int8", quantized.Value, quantized.Lower, quantized.Upper),
            ],
            withZero: false,
            value => FormattableString.Invariant($"{value:f1} %"));
        html.Markup($"</div>\n<div>\n<h3>Difference on the same pictures</h3>\n");
        IntervalChart.Write(
            html, [new("int8 − float", "int8", difference.Value, difference.Lower, difference.Upper)], withZero: true, value => Figures.Signed(value));
        html.Markup($"<p class=\"soft small\">Both networks see the same pictures: only those count on which exactly one is right, ");
        html.Markup($"so the difference is known better than each accuracy.</p>\n</div>\n</div>\n");
        WriteTable(html, data, real, quantized, difference);
    }

    private static void WriteTable(HtmlWriter html, ReportData data, WilsonInterval real, WilsonInterval quantized, PairedDifference difference)
    {
        html.Markup($"<div class=\"scroll\">\n<table>\n<caption>Accuracy in numbers</caption>\n<thead><tr><td></td><th scope=\"col\">float</th>");
        html.Markup($"<th scope=\"col\">int8</th></tr></thead>\n<tbody>\n");
        Row(html, "Top-1", Figures.Percent(real.Value), Figures.Percent(quantized.Value));
        Row(html, "95 % interval", Interval(real), Interval(quantized));
        if (data.Result.Top5 is not null)
        {
            WilsonInterval realFive = new(data.Result.Labelled, data.Details.Top5Right.Float);
            WilsonInterval quantizedFive = new(data.Result.Labelled, data.Details.Top5Right.Quantized);
            Row(html, "Top-5", Figures.Percent(realFive.Value), Figures.Percent(quantizedFive.Value));
            Row(html, "95 % interval", Interval(realFive), Interval(quantizedFive));
        }

        Row(html, "Pictures on which only this one is right", Figures.Count(difference.OnlyFirst), Figures.Count(difference.OnlySecond));
        html.Markup($"</tbody>\n</table>\n</div>\n");
    }

    private static void Row(HtmlWriter html, string name, string real, string quantized)
    {
        html.Markup($"<tr><th scope=\"row\" class=\"words\">").Text(name).Markup($"</th><td>").Text(real).Markup($"</td><td>").Text(quantized);
        html.Markup($"</td></tr>\n");
    }

    private static string Interval(WilsonInterval interval) => FormattableString.Invariant($"{interval.Lower:f1} to {interval.Upper:f1}");
}
