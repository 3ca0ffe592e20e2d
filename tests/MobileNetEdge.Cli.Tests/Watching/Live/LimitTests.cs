using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MobileNetEdge.Cli.Tests.Watching.Live;

/// <summary>Many viewers, and viewers that never finish: bounded, and the others are answered.</summary>
public sealed class LimitTests(LoopbackServer server) : IClassFixture<LoopbackServer>
{
    private const int MostConnections = 64;
    private const int MostPreviews = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Previews_are_bounded()
    {
        using Connections connections = new();
        for (int i = 0; i < MostPreviews; i++)
        {
            Socket viewer = await connections.OpenAsync(server.Port);
            await viewer.SendAsync(Encoding.ASCII.GetBytes($"GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            Assert.True(await viewer.ReceiveAsync(new byte[100]).WaitAsync(Patience) > 0);
        }

        Answer refused = await server.GetAsync("/stream");
        Assert.Equal((503, "10"), (refused.Status, refused.Headers["Retry-After"]));
        Assert.Equal(200, (await server.GetAsync("/healthz")).Status);
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_closed_and_the_others_are_kept()
    {
        using Connections connections = new();
        Task<int>[] reads = new Task<int>[MostConnections + 20];
        for (int i = 0; i < reads.Length; i++)
        {
            reads[i] = ReadAsync(await connections.OpenAsync(server.Port));
        }

        int closed = 0;
        await foreach (Task<int> read in Task.WhenEach(reads).WithCancellation(new CancellationTokenSource(Patience).Token))
        {
            Assert.Equal(0, await read);
            if (++closed == reads.Length - MostConnections)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task Header_that_never_ends_is_not_waited_for()
    {
        using Connections connections = new();
        Socket slow = await connections.OpenAsync(server.Port);
        await slow.SendAsync("GET / HTTP/1.1\r\nHost: loc"u8.ToArray());
        byte[] answer = new byte[100];
        int count = await slow.ReceiveAsync(answer).WaitAsync(Patience);
        Assert.StartsWith("HTTP/1.1 408", Encoding.ASCII.GetString(answer, 0, count), StringComparison.Ordinal);
    }

    private static async Task<int> ReadAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1]);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    /// <summary>Sockets that are closed at the end of a test.</summary>
    private sealed class Connections : IDisposable
    {
        private readonly List<Socket> _sockets = [];

        public async Task<Socket> OpenAsync(int port)
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return socket;
        }

        public void Dispose() => _sockets.ForEach(socket => socket.Dispose());
    }
}
