using System.CommandLine;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>Stands for the page in a build without it: there are no options that ask for one.</summary>
internal static class LivePage
{
    public static void AddOptions(Command command) => _ = command;

    public static void ReadAddress(ParseResult parsed) => _ = parsed;

    public static IDisposable? Start(ParseResult parsed, WatchSetup setup, Watcher watcher)
    {
        _ = (parsed, setup, watcher);
        return null;
    }
}
