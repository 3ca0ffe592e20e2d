namespace MobileNetEdge.Cli;

/// <summary>The program's version.</summary>
internal static class ProgramVersion
{
    /// <summary>Three numbers.</summary>
    public static string Text { get; } = typeof(ProgramVersion).Assembly.GetName().Version?.ToString(3) ?? "unknown";
}
