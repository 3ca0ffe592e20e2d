using System.Globalization;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    public static string Count(long value) => value.ToString("n0", CultureInfo.InvariantCulture);

    public static string Percent(double value) => Invariant($"{value:f2} %");

    /// <summary>A number from 0 to 1; a dash where there is none.</summary>
    public static string Share(double? value) => value is { } number ? number.ToString("f4", CultureInfo.InvariantCulture) : "–";

    /// <summary>With its sign, the minus a real one; a dash where there is none.</summary>
    public static string Signed(double? value) => value is { } number ? Signed(number) : "–";

    /// <summary>With its sign, the minus a real one.</summary>
    public static string Signed(double value, string format = "0.00")
    {
        string text = value.ToString($"+{format};-{format};{format}", CultureInfo.InvariantCulture);
        return text.Replace('-', '−');
    }

    /// <summary>Three digits or so of any real.</summary>
    public static string Real(double value) => value.ToString("g4", CultureInfo.InvariantCulture).Replace('-', '−');

    public static string Milliseconds(TimeSpan time) => Invariant(time.TotalMilliseconds switch
    {
        >= 100 => $"{time.TotalMilliseconds:f0} ms",
        >= 10 => $"{time.TotalMilliseconds:f1} ms",
        >= 0.1 => $"{time.TotalMilliseconds:f2} ms",
        _ => $"{time.TotalMicroseconds:f0} µs",
    });

    public static string Bytes(long bytes) => Invariant(bytes switch
    {
        >= 1 << 20 => $"{bytes / 1048576.0:f2} MiB",
        >= 1 << 10 => $"{bytes / 1024.0:f1} KiB",
        _ => $"{bytes} bytes",
    });

    public static string Decibels(double value) => double.IsFinite(value) ? Invariant($"{value:f1} dB").Replace('-', '−') : "exact";

    /// <summary>An error's root mean square in percent of the signal's, from their ratio in dB.</summary>
    public static double ErrorPercent(double decibels) => double.IsNaN(decibels) ? 100 : 100 * Math.Pow(10, -decibels / 20);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
