using System.Net.Sockets;
using System.Text;

namespace MobileNetEdge.Cli.Tests.Watching;

/// <summary>The program as systemd starts it.</summary>
public sealed class ServiceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mobilenet-edge-service-");

    private static string Cat => Path.Combine(AppContext.BaseDirectory, "cat.png");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_manager_is_told_of_readiness_life_and_end(bool isAbstract)
    {
        string name = isAbstract ? $"@mobilenet-edge-{Guid.NewGuid():N}" : Path.Combine(_folder.FullName, "notify");
        using Socket manager = Listen(name);
        using WatchProcess watch = new(
            new Dictionary<string, string> { ["NOTIFY_SOCKET"] = name, ["WATCHDOG_USEC"] = "60000" }, "--camera", Cat, "--fps", "200", "--answers", "none");
        Assert.Equal("READY=1", Receive(manager));
        List<string> said = [];
        while (said.Count(message => message == "WATCHDOG=1") < 3)
        {
            said.Add(Receive(manager));
        }

        Assert.Contains(said, message => message.StartsWith("STATUS=camera ready, ", StringComparison.Ordinal));
        Assert.Equal((130, ""), watch.Stop());
        said.Clear();
        while (said.LastOrDefault() != "STOPPING=1")
        {
            said.Add(Receive(manager));
        }
    }

    [Fact]
    public void A_lost_camera_is_no_reason_to_be_ended()
    {
        string name = Path.Combine(_folder.FullName, "notify");
        using Socket manager = Listen(name);
        using WatchProcess watch = new(
            new Dictionary<string, string> { ["NOTIFY_SOCKET"] = name, ["WATCHDOG_USEC"] = "60000" }, "--camera", "/dev/video-not-there");
        watch.Wait("camera", "disconnected");
        int pings = 0;
        while (pings < 5)
        {
            pings += Receive(manager) == "WATCHDOG=1" ? 1 : 0;
        }
    }

    [Fact]
    public void A_manager_that_does_not_listen_is_no_fault()
    {
        Dictionary<string, string> environment = new() { ["NOTIFY_SOCKET"] = Path.Combine(_folder.FullName, "nobody") };
        Assert.Equal(0, CommandLine.Run(environment, "watch", "--camera", Cat, "--frames", "3").ExitCode);
    }

    private static Socket Listen(string name)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };
        socket.Bind(new UnixDomainSocketEndPoint(name[0] == '@' ? $"\0{name[1..]}" : name));
        return socket;
    }

    private static string Receive(Socket socket)
    {
        byte[] message = new byte[1024];
        return Encoding.UTF8.GetString(message, 0, socket.Receive(message));
    }
}
