using System.Diagnostics;
using System.Globalization;

namespace MobileNetEdge.Cli.Benchmarking;

/// <summary>Temperature, clock and throttling of a board, as far as it tells them.</summary>
/// <param name="TemperatureCelsius">The warmest thermal zone; null where there is none.</param>
/// <param name="ClockMegahertz">The first core's clock; null where it is not told.</param>
/// <param name="Throttled">The firmware's flags, as vcgencmd get_throttled prints them; null without that program.</param>
internal sealed record BoardState(double? TemperatureCelsius, double? ClockMegahertz, int? Throttled)
{
    /// <summary>Under-voltage, Arm frequency capped, throttled, soft temperature limit: now.</summary>
    private const int NowFlags = 0xF;

    /// <summary>The same four: has occurred since the start.</summary>
    private const int HasOccurredFlags = NowFlags << HasOccurredShift;

    private const int HasOccurredShift = 16;

    private static readonly string[] FlagNames = ["under-voltage", "clock capped", "throttled", "soft temperature limit"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What slows the board down now.</summary>
    public IReadOnlyList<string> PresentFlags => NamesOf(Throttled ?? 0);

    /// <summary>What has slowed the board down since its start.</summary>
    public IReadOnlyList<string> PastFlags => NamesOf((Throttled ?? 0) >> HasOccurredShift);

    /// <summary>Reads what this machine tells.</summary>
    public static BoardState Read()
    {
        double? temperature = ReadAll("/sys/class/thermal", "thermal_zone*", "temp").Select(t => t / 1000).DefaultIfEmpty().Max();
        double? clock = ReadNumber("/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq") / 1000;
        return new BoardState(temperature is 0 ? null : temperature, clock, ReadThrottled());
    }

    /// <summary>What made a measurement between two states unfit for comparing; null where nothing is known to have.</summary>
    public static string? Problem(BoardState before, BoardState after)
    {
        int flags = (before.Throttled ?? 0) & NowFlags;
        flags |= (after.Throttled ?? 0) & NowFlags;
        int occurred = (after.Throttled ?? 0) & ~(before.Throttled ?? 0) & HasOccurredFlags;
        flags |= occurred >> HasOccurredShift;
        return flags == 0 ? null : string.Join(", ", NamesOf(flags));
    }

    private static string[] NamesOf(int flags) => [.. FlagNames.Where((_, bit) => (flags & 1 << bit) != 0)];

    private static IEnumerable<double?> ReadAll(string folder, string pattern, string file)
    {
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder, pattern).Select(zone => ReadNumber(Path.Combine(zone, file))).Where(value => value is not null)
            : [];
    }

    private static double? ReadNumber(string file)
    {
        try
        {
            return double.TryParse(File.ReadAllText(file), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Asks the firmware: "throttled=0x50000".</summary>
    private static int? ReadThrottled()
    {
        try
        {
            ProcessStartInfo start = new("vcgencmd", ["get_throttled"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Task<string> answer = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill();
                return null;
            }

            string[] parts = answer.Result.Trim().Split("0x");
            return parts.Length == 2 && int.TryParse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int flags) ? flags : null;
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or IOException)
        {
            return null;
        }
    }
}
