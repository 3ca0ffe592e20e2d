using Spectre.Console;

namespace MobileNetEdge.Cli.Output;

/// <summary>The two output streams: results go to stdout, everything else to stderr; colour and movement only where a person watches.</summary>
internal static class Terminal
{
    private const int WidthOfFiles = 200;

    /// <summary>Whether progress may be drawn: stderr is a terminal that wants it.</summary>
    public static bool ShowsProgress => !Console.IsErrorRedirected && !IsPlain;

    private static bool IsPlain =>
        Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || Environment.GetEnvironmentVariable("TERM") == "dumb";

    /// <summary>A console on stdout, for tables.</summary>
    public static IAnsiConsole Out() => Create(Console.Out, isTerminal: !Console.IsOutputRedirected);

    /// <summary>A console on stderr, for progress.</summary>
    public static IAnsiConsole Error() => Create(Console.Error, isTerminal: !Console.IsErrorRedirected);

    /// <summary>A note on stderr.</summary>
    public static void Note(string text) => Console.Error.WriteLine($"mobilenet-edge: {Printable(text)}");

    /// <summary>Text with control characters made harmless: names of files, tensors and labels could hold a terminal's commands.</summary>
    public static string Printable(string text) => text.Any(char.IsControl) ? new string([.. text.Select(c => char.IsControl(c) ? '?' : c)]) : text;

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal)
    {
        bool isColourful = isTerminal && !IsPlain;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isColourful ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isColourful ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = WidthOfFiles;
        }

        return console;
    }
}
