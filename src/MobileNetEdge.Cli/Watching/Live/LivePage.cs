using System.CommandLine;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using MobileNetEdge.Cli.Output;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>The page on which one watches the watcher.</summary>
internal sealed class LivePage : IDisposable
{
    private static readonly Option<string?> Http = new("--http")
    {
        HelpName = "[ADDRESS:]PORT",
        Description = "Show a live page at this port: for this machine only, or at an ADDRESS (0.0.0.0 for all) for who has the token.",
    };

    private static readonly Option<string?> TokenPath = new("--token-file")
    {
        HelpName = "FILE",
        Description = "Where the page's token is kept; made where it is missing. Default: mobilenet-edge/token in the folder for state.",
    };

    private static readonly Option<string[]> Names = new("--http-name")
    {
        HelpName = "NAME",
        Description = "A host name under which the page may be asked for, beside the machine's own; may be given several times.",
    };

    private readonly CancellationTokenSource _closing = new();
    private readonly Latest<byte[]> _pictures = new();
    private readonly Latest<byte[]> _states = new();
    private readonly PreviewPainter _painter;
    private readonly PreviewThread _previews;
    private readonly StateThread _stateThread;
    private readonly LiveServer _server;

    private LivePage(ListenAddress address, AccessToken? token, HostNames names, WatchSetup setup, Watcher watcher)
    {
        _painter = new(setup.Turn, setup.Preprocessing.Width, setup.Preprocessing.Height, setup.Drawing);
        PreviewSlot slot = new();
        LiveState state = new(setup, watcher.Classes, slot);
        LiveSources sources = new(setup, watcher, state);
        string cookie = $"mobilenet-edge-{address.Port}";
        _server = LiveServer.Start(
            address, new LiveApplication(new(names, token, cookie), sources, _pictures, _states, cookie, _closing.Token));
        _previews = new(slot, _painter, _pictures);
        _stateThread = new(new(sources), _states);
        watcher.Observer = state;
    }

    /// <summary>Gives a command the options of the page.</summary>
    public static void AddOptions(Command command)
    {
        command.Add(Http);
        command.Add(TokenPath);
        command.Add(Names);
    }

    /// <summary>Reads the address.</summary>
    /// <exception cref="UsageException">It makes no sense, or there is none and there should be.</exception>
    public static ListenAddress? ReadAddress(ParseResult parsed)
    {
        if (parsed.GetValue(Http) is { } text)
        {
            return ListenAddress.Parse(text);
        }

        return parsed.GetValue(TokenPath) is null && parsed.GetValue(Names) is null or []
            ? null
            : throw new UsageException("--token-file and --http-name belong to --http");
    }

    /// <summary>Serves the page if it is asked for, and says on stderr where.</summary>
    /// <returns>What ends it; null where no page is asked for.</returns>
    /// <exception cref="UsageException">An option makes no sense.</exception>
    /// <exception cref="IOException">The port or the token file cannot be used.</exception>
    public static IDisposable? Start(ParseResult parsed, WatchSetup setup, Watcher watcher)
    {
        if (ReadAddress(parsed) is not { } address)
        {
            return null;
        }

        string file = parsed.GetValue(TokenPath) ?? TokenFile.UsualPath();
        (string token, bool isNew) = address.IsLoopback ? ("", false) : TokenFile.ReadOrMake(file);
        LivePage page = new(address, address.IsLoopback ? null : new(token), new(parsed.GetValue(Names) ?? []), setup, watcher);
        string url = $"http://{new IPEndPoint(Reachable(address.Address), page._server.Port)}/";
        Terminal.Note($"live page at {url}{(isNew ? $"?token={token}" : "")}");
        if (!address.IsLoopback)
        {
            Terminal.Note(isNew ? $"the token is kept in {file} and not shown again" : $"add ?token= and the token in {file} for the first visit of a browser");
        }

        return page;
    }

    public void Dispose()
    {
        _closing.Cancel();
        _server.Dispose();
        _previews.Dispose();
        _stateThread.Dispose();
        _painter.Dispose();
        _closing.Dispose();
    }

    /// <summary>An address at which others find this machine, where the page is served at all of them.</summary>
    private static IPAddress Reachable(IPAddress address)
    {
        if (!address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
        {
            return address;
        }

        return NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(found => found.AddressFamily == AddressFamily.InterNetwork, IPAddress.Loopback);
    }
}
