using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>Where the page is served.</summary>
/// <param name="Address">One of this machine's addresses, or 0.0.0.0 or :: for all of them.</param>
/// <param name="Port">0..65535; 0 for any that is free.</param>
internal readonly record struct ListenAddress(IPAddress Address, int Port)
{
    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Reads "8080", "localhost:8080", "192.168.1.7:8080" or "[::]:8080"; a port alone is for this machine only.</summary>
    /// <exception cref="UsageException">It is none of these.</exception>
    public static ListenAddress Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        string host = colon < 0 ? "localhost" : text[..colon];
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
        {
            throw new UsageException($"--http '{text}' has no port in 0..65535; write [ADDRESS:]PORT, such as 8080 or 0.0.0.0:8080");
        }

        return ParseHost(host) is { } address
            ? new(address, port)
            : throw new UsageException($"--http '{text}': '{host}' is no IP address; write an address of this machine, or 0.0.0.0 for all of them");
    }

    /// <inheritdoc/>
    public override string ToString() => new IPEndPoint(Address, Port).ToString();

    /// <summary>An address as people write it: four numbers, or IPv6 in brackets.</summary>
    private static IPAddress? ParseHost(string host)
    {
        if (host == "localhost")
        {
            return IPAddress.Loopback;
        }

        bool hasBrackets = host is ['[', .., ']'];
        if (!IPAddress.TryParse(hasBrackets ? host[1..^1] : host, out IPAddress? address))
        {
            return null;
        }

        bool isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        return isV6 == hasBrackets && (isV6 || address.ToString() == host) ? address : null;
    }
}
