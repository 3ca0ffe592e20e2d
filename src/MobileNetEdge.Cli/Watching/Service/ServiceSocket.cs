using System.Net.Sockets;
using System.Text;

namespace MobileNetEdge.Cli.Watching.Service;

/// <summary>The socket on which systemd hears from a service of Type=notify; sd_notify(3).</summary>
/// <remarks>What cannot be sent is lost in silence: a program must not fail because nobody listens.</remarks>
internal sealed class ServiceSocket : IDisposable
{
    /// <summary>The environment variable that names the socket: a path, or @ and a name in the abstract namespace.</summary>
    public const string Variable = "NOTIFY_SOCKET";

    private readonly UnixDomainSocketEndPoint _address;
    private Socket? _socket;

    private ServiceSocket(UnixDomainSocketEndPoint address) => _address = address;

    /// <summary>The socket that the environment names; null where there is none.</summary>
    public static ServiceSocket? FromEnvironment() => Create(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The socket of a name; null where it is none.</summary>
    public static ServiceSocket? Create(string? name)
    {
        if (name is not ['/' or '@', _, ..])
        {
            return null;
        }

        try
        {
            return new(new UnixDomainSocketEndPoint(name[0] == '@' ? $"\0{name[1..]}" : name));
        }
        catch (ArgumentException)
        {
            // Longer than an address may be.
            return null;
        }
    }

    /// <summary>Sends assignments, one a line.</summary>
    public void Send(string assignments) => Send(Encoding.UTF8.GetBytes(assignments));

    /// <summary>Sends assignments, one a line. Takes no memory once connected.</summary>
    public void Send(ReadOnlySpan<byte> assignments)
    {
        // The second attempt is for a manager that was started anew since the first message.
        if (!TrySend(assignments))
        {
            _ = TrySend(assignments);
        }
    }

    public void Dispose() => _socket?.Dispose();

    private bool TrySend(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (_socket is null)
            {
                _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
                _socket.Connect(_address);
            }

            _socket.Send(bytes, SocketFlags.None, out SocketError error);
            if (error is SocketError.Success or SocketError.WouldBlock)
            {
                return true;
            }
        }
        catch (SocketException)
        {
            // Nobody listens.
        }

        _socket?.Dispose();
        _socket = null;
        return false;
    }
}
