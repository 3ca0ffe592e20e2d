using System.Net;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>The names under which this machine may be asked for the page. Any other means that a stranger's name was made to point here.</summary>
/// <param name="others">Names beside the machine's own, such as a proxy's.</param>
internal sealed class HostNames(IEnumerable<string> others)
{
    private readonly HashSet<string> _names =
        new([Environment.MachineName, $"{Environment.MachineName}.local", .. others.Select(Trim)], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a request may ask for a host.</summary>
    /// <param name="host">The Host header's name or address, without its port.</param>
    /// <param name="local">This machine's address on the connection.</param>
    public bool Contains(string host, IPAddress? local)
    {
        IPAddress? reached = local is { IsIPv4MappedToIPv6: true } ? local.MapToIPv4() : local;
        if (IPAddress.TryParse(host is ['[', .., ']'] ? host[1..^1] : host, out IPAddress? address))
        {
            return address.Equals(reached);
        }

        string name = Trim(host);
        bool isLocalhost = name.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        return isLocalhost ? reached is not null && IPAddress.IsLoopback(reached) : _names.Contains(name);
    }

    private static string Trim(string name) => name.TrimEnd('.');
}
