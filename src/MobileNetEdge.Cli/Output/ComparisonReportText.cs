using System.Globalization;
using System.Text;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Output;

/// <summary>A comparison as a table: a line a figure, its name on the left.</summary>
internal static class ComparisonReportText
{
    private const int NameWidth = 20;

    public static string Of(ComparisonReport report)
    {
        (ComparisonResult result, ComparisonTimes times) = (report.Result, report.Result.Times);
        StringBuilder text = new();
        Add(text, "float", report.FloatFile);
        Add(text, "int8", $"{report.QuantizedFile}, path {report.Path}");
        Add(text, "pictures", Invariant(
            $"{result.Pictures:n0} of {report.Images}, {result.Labelled:n0} with a label; {result.BrokenCount:n0} broken"));
        Add(text, "preprocessing", report.Preprocessing);
        AddAccuracy(text, result);
        Add(text, "agreement", Percent(result.Agreement));
        Add(text, "cosine", result.MeanCosine is { } cosine ? Invariant($"{cosine:f5}") : "-");
        Add(text, "signal to noise", Decibels(result.SignalToNoise));
        Add(text, "time for a picture", Invariant(
            $"preprocessing {Milliseconds(times.Preprocess)}, float {Milliseconds(times.Float)}, int8 {Milliseconds(times.Quantized)}"));
        Add(text, "throughput", Invariant(
            $"{result.PicturesPerSecond:f1} pictures/s on {result.Threads} threads, {result.Elapsed.TotalSeconds:f1} s in all"));
        if (result.Restored > 0)
        {
            Add(text, "from the journal", Invariant($"{result.Restored:n0} pictures"));
        }

        if (result.Note is { } note)
        {
            Add(text, "note", note);
        }

        return text.ToString();
    }

    private static void AddAccuracy(StringBuilder text, ComparisonResult result)
    {
        if (result.Top1Difference is not { } difference)
        {
            Add(text, "top-1", "- (no labels)");
            return;
        }

        Add(text, "", "   float       int8");
        Add(text, "top-1", Pair(result.Top1));
        Add(text, "top-5", Pair(result.Top5));
        Add(text, "top-1 difference", Invariant(
            $"{difference.Value:+0.00;-0.00;0.00} points, 95 % interval {difference.Lower:+0.00;-0.00;0.00} to {difference.Upper:+0.00;-0.00;0.00}"));
        Add(text, "only one is right", Invariant($"float {difference.OnlyFirst:n0}, int8 {difference.OnlySecond:n0}"));
    }

    private static void Add(StringBuilder text, string name, string value)
    {
        text.Append(name.PadRight(NameWidth)).Append(Terminal.Printable(value)).Append('\n');
    }

    private static string Pair(AccuracyPair? pair) => pair is { } both ? Invariant($"{both.Float,6:f2} %   {both.Quantized,6:f2} %") : "-";

    private static string Percent(double? value) => value is { } percent ? Invariant($"{percent:f2} %") : "-";

    private static string Milliseconds(TimeSpan time) => Invariant($"{time.TotalMilliseconds:f2} ms");

    private static string Decibels(double? value) => value switch
    {
        null => "-",
        double.PositiveInfinity => "infinite: the outputs are equal",
        _ => Invariant($"{value:f1} dB"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
