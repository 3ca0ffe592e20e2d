using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace MobileNetEdge.Cli.Tests.Watching.Live;

/// <summary>The program watching a folder with one picture and serving its page, as a process of its own; and raw requests to it.</summary>
public abstract partial class WatchServer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource _isServing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _errors = new();
    private Process? _process;

    /// <summary>What stands behind --http.</summary>
    protected abstract string Address { get; }

    /// <summary>Whether there are pictures to see.</summary>
    protected virtual bool Sees => true;

    /// <summary>The picture to see.</summary>
    protected virtual string Picture => Path.Combine(AppContext.BaseDirectory, "cat.png");

    /// <summary>The rules, and the model where it is not the built-in one.</summary>
    protected virtual string[] Looking => ["--when", "cat > 0.1", "--when", "\"dog\" > 0.99"];

    public string Folder { get; } = Directory.CreateTempSubdirectory("mobilenet-edge-live-").FullName;

    public string TokenPath => Path.Combine(Folder, "state", "token");

    public int Port { get; private set; }

    /// <summary>What the program wrote to stderr so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    public int ProcessId => _process!.Id;

    public async ValueTask InitializeAsync()
    {
        string pictures = Directory.CreateDirectory(Path.Combine(Folder, "pictures")).FullName;
        if (Sees)
        {
            File.Copy(Picture, Path.Combine(pictures, Path.GetFileName(Picture)));
        }

        ProcessStartInfo start = new("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "mobilenet-edge.dll"), "watch", "--camera", pictures, "--fps", "20", "--threads", "1", "--answers", "none",
            .. Looking, "--http", Address, .. Address.StartsWith("127", StringComparison.Ordinal) ? [] : new[] { "--token-file", TokenPath },
            "--http-name", "camera.example",
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await _isServing.Task.WaitAsync(Patience);
        await WaitUntilHealthyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Sends a request and reads the whole answer; where the answer does not end, its first bytes.</summary>
    /// <param name="request">Lines of the request without the empty one at its end; {here} stands for the address and port.</param>
    /// <param name="most">Bytes after which to stop.</param>
    public async Task<Answer> AskAsync(string request, int most = 1 << 20)
    {
        using CancellationTokenSource patience = new(Patience);
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, Port, patience.Token);
        NetworkStream stream = client.GetStream();
        string text = request.Replace("{here}", $"127.0.0.1:{Port}", StringComparison.Ordinal).ReplaceLineEndings("\r\n") + "\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), patience.Token);
        MemoryStream received = new();
        byte[] buffer = new byte[4096];
        int count;
        while (received.Length < most && (count = await ReadAsync(stream, buffer, patience.Token)) > 0)
        {
            received.Write(buffer, 0, count);
        }

        return Answer.Parse(Encoding.Latin1.GetString(received.ToArray()));
    }

    /// <summary>GETs a path, with header lines.</summary>
    public Task<Answer> GetAsync(string path, params string[] headers) => AskAsync(string.Join('\n', [$"GET {path} HTTP/1.1", "Host: {here}", "Connection: close", .. headers]));

    private static async Task<int> ReadAsync(NetworkStream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private async Task WaitUntilHealthyAsync()
    {
        for (Stopwatch clock = Stopwatch.StartNew(); Sees && (await GetAsync("/healthz")).Status != 200; await Task.Delay(100))
        {
            Assert.True(clock.Elapsed < Patience, $"the program sees nothing: {Errors}");
        }
    }

    private void Read(string? line)
    {
        lock (_errors)
        {
            _errors.AppendLine(line);
        }

        if (line is null)
        {
            _isServing.TrySetException(new InvalidOperationException($"the program ended: {Errors}"));
        }
        else if (PagePattern().Match(line) is { Success: true } match)
        {
            Port = int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            _isServing.TrySetResult();
        }
    }

    [GeneratedRegex(@"live page at http://.*:(\d+)/")]
    private static partial Regex PagePattern();
}

/// <summary>An answer, as it came.</summary>
public sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static Answer Parse(string text)
    {
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return new(0, new Dictionary<string, string>(), text);
        }

        string[] lines = text[..end].Split("\r\n");
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines[1..])
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new(int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), headers, text[(end + 4)..]);
    }
}

/// <summary>Served for this machine only: no token.</summary>
public sealed class LoopbackServer : WatchServer
{
    protected override string Address => "127.0.0.1:0";
}

/// <summary>A detector that sees a turned picture, served for this machine only.</summary>
public sealed class DetectorServer : WatchServer
{
    private readonly QuadrantFixture _files = new();

    protected override string Address => "127.0.0.1:0";

    protected override string Picture
    {
        get
        {
            string path = Path.Combine(Folder, "quarters.ppm");
            QuadrantFixture.WriteQuarters(path, 400, 300, QuadrantFixture.Red, QuadrantFixture.Grey, QuadrantFixture.Grey, QuadrantFixture.Blue);
            return path;
        }
    }

    protected override string[] Looking =>
        ["--model", _files.Detector, "--rotate", "90", "--when", "red > 0.5 in 0.5,0,1,0.5", "--when", "red > 0.5 in 0,0,0.5,1"];
}

/// <summary>Served for this machine only, with no picture to see.</summary>
public sealed class BlindServer : WatchServer
{
    protected override string Address => "127.0.0.1:0";

    protected override bool Sees => false;
}

/// <summary>Served at every address: a token is needed.</summary>
public sealed class OpenServer : WatchServer
{
    protected override string Address => "0.0.0.0:0";

    public string Token => File.ReadAllText(TokenPath).Trim();
}
