using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace MobileNetEdge.Cli.Tests.Watching.Live;

/// <summary>Addresses, ports and token files that cannot be used: one line each.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HttpOptionTests
{
    [Theory]
    [InlineData("http", "has no port in 0..65535")]
    [InlineData("", "has no port in 0..65535")]
    [InlineData("65536", "has no port in 0..65535")]
    [InlineData("-1", "has no port in 0..65535")]
    [InlineData("0.0.0.0:", "has no port in 0..65535")]
    [InlineData("example.com:80", "'example.com' is no IP address")]
    [InlineData("127.1:80", "'127.1' is no IP address")]
    [InlineData("::1:80", "'::1' is no IP address")]
    [InlineData("[127.0.0.1]:80", "'[127.0.0.1]' is no IP address")]
    public void Bad_address_is_a_matter_of_usage(string address, string message) => AssertOneLine(2, message, "--http", address);

    [Fact]
    public void Options_of_the_page_need_the_page() => AssertOneLine(2, "belong to --http", "--token-file", "token");

    [Fact]
    public void Port_that_is_taken_is_said()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        AssertOneLine(4, "another program uses the port", "--http", port.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Address_of_another_machine_is_said()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        AssertOneLine(4, "this machine has no such address", "--http", "192.0.2.77:0", "--token-file", Path.Combine(folder, "token"));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("0123456789012345678901", UnixFileMode.OtherRead, "others can read")]
    [InlineData("short", UnixFileMode.None, "holds no token")]
    [InlineData("no token at all, but a sentence", UnixFileMode.None, "holds no token")]
    public void Token_file_that_is_no_secret_is_refused(string contents, UnixFileMode mode, string message)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, contents);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | mode);
        AssertOneLine(3, message, "--http", "0.0.0.0:0", "--token-file", file);
        File.Delete(file);
    }

    private static void AssertOneLine(int exitCode, string message, params string[] options)
    {
        Outcome outcome = CommandLine.Run(["watch", "--camera", Path.Combine(AppContext.BaseDirectory, "cat.png"), "--frames", "1", .. options]);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(message, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }
}
