using System.Globalization;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Cli.Benchmarking.Family;

/// <summary>Networks side by side.</summary>
/// <param name="Path">The path of the kernels.</param>
/// <param name="Resolution">The height and width of the pictures.</param>
/// <param name="Threads">The numbers of threads that were measured.</param>
/// <param name="Rows">The networks.</param>
/// <param name="Instructions">Instructions counted elsewhere; null for none.</param>
internal sealed record FamilyReport(
    string Path, int Resolution, IReadOnlyList<int> Threads, IReadOnlyList<FamilyRow> Rows, InstructionCounts? Instructions)
{
    /// <summary>The machine and what was measured on it.</summary>
    public string Caption { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, path {Path}, {Resolution}×{Resolution}, one picture at a time, median times");

    /// <summary>The columns' headings.</summary>
    public string[] Headings =>
    [
        "network", "parameters", "MACs", "int8 file",
        .. Threads.Select((threads, i) => $"int8 ms, {Counted(threads)}"),
        $"float ms, {Counted(Threads[0])}",
        .. (Instructions?.Cores ?? []).Select(core => $"M instructions, {core}"),
    ];

    /// <summary>A network's cells, in the order of the headings.</summary>
    public string[] Cells(FamilyRow row) =>
    [
        row.Name, Text($"{row.Parameters / 1e6:f2} M"), Text($"{row.Macs / 1e6:n0} M"), Text($"{row.FileBytes / 1e6:f1} MB"),
        .. row.Milliseconds.Select(Milliseconds),
        Milliseconds(row.FloatMilliseconds),
        .. (Instructions?.Cores ?? []).Select(core => Instructions!.Find(row.Name, core) is { } count ? Text($"{count / 1e6:n1}") : ""),
    ];

    private static string Counted(int threads) => threads == 1 ? "1 thread" : Text($"{threads} threads");

    private static string Milliseconds(double time) => time < 100 ? Text($"{time:f2}") : Text($"{time:n0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
