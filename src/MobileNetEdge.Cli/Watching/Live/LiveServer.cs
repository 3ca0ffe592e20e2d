using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>Kestrel by itself, without a host around it: nothing reads settings, catches signals or writes logs. Everything has a limit.</summary>
internal sealed class LiveServer : IDisposable
{
    private const int MostConnections = 64;
    private const int MostHeaderBytes = 8 << 10;
    private const int MostRequestLineBytes = 2 << 10;
    private const int MostHeaders = 40;
    private const int MostBufferedBytes = 64 << 10;
    private static readonly TimeSpan HeaderLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StopLimit = TimeSpan.FromMilliseconds(300);
    private static readonly MinDataRate LeastRate = new(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));

    private readonly KestrelServer _server;

    private LiveServer(KestrelServer server, int port) => (_server, Port) = (server, port);

    /// <summary>The port, which was chosen where none was given.</summary>
    public int Port { get; }

    /// <summary>Begins to serve.</summary>
    /// <exception cref="DeviceException">The address or the port cannot be used.</exception>
    public static LiveServer Start(ListenAddress address, IHttpApplication<HttpContext> application)
    {
        SocketTransportFactory transport = new(Options.Create(new SocketTransportOptions { Backlog = MostConnections }), NullLoggerFactory.Instance);
        KestrelServer server = new(Options.Create(Limited(address)), transport, NullLoggerFactory.Instance);
        try
        {
            server.StartAsync(application, CancellationToken.None).GetAwaiter().GetResult();
            return new(server, new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            server.Dispose();
            throw new DeviceException($"cannot serve the page on {address}: {Reason(exception)}", exception);
        }
    }

    /// <summary>Ends all answers within some hundred milliseconds.</summary>
    public void Dispose()
    {
        using CancellationTokenSource limit = new(StopLimit);
        _server.StopAsync(limit.Token).GetAwaiter().GetResult();
        _server.Dispose();
    }

    private static KestrelServerOptions Limited(ListenAddress address)
    {
        KestrelServerOptions options = new() { AddServerHeader = false, AllowSynchronousIO = false };
        KestrelServerLimits limits = options.Limits;
        limits.MaxConcurrentConnections = MostConnections;
        limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
        limits.MaxRequestHeaderCount = MostHeaders;
        limits.MaxRequestLineSize = MostRequestLineBytes;
        limits.MaxRequestBodySize = 0;
        limits.MaxRequestBufferSize = MostHeaderBytes + MostRequestLineBytes;
        limits.MaxResponseBufferSize = MostBufferedBytes;
        limits.RequestHeadersTimeout = HeaderLimit;
        limits.KeepAliveTimeout = IdleLimit;
        limits.MinResponseDataRate = LeastRate;
        options.Listen(address.Address, address.Port, listen => listen.Protocols = HttpProtocols.Http1);
        return options;
    }

    private static string Reason(Exception exception)
    {
        SocketError? error = (exception as SocketException ?? exception.InnerException as SocketException)?.SocketErrorCode;
        return (exception.InnerException is AddressInUseException ? SocketError.AddressAlreadyInUse : error) switch
        {
            SocketError.AddressAlreadyInUse => "another program uses the port; choose another one",
            SocketError.AddressNotAvailable => "this machine has no such address",
            SocketError.AccessDenied => "ports below 1024 need the right to use them; choose a higher one",
            _ => exception.Message,
        };
    }
}
