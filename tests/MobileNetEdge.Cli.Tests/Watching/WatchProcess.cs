using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MobileNetEdge.Cli.Tests.Watching;

/// <summary>watch as a process that goes on until it is stopped.</summary>
internal sealed partial class WatchProcess : IDisposable
{
    private const int Terminate = 15;

    /// <summary>A guard against hangs, not a bound on what is tested.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];
    private readonly Task<string> _errors;

    public WatchProcess(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "mobilenet-edge.dll"));
        start.ArgumentList.Add("watch");
        Array.ForEach(arguments, start.ArgumentList.Add);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
        _ = Task.Run(ReadLines);
    }

    /// <summary>Waits for a line of a type, and of a status where one is named.</summary>
    public JsonElement Wait(string type, string? status = null)
    {
        while (_lines.TryTake(out string? line, Patience))
        {
            JsonElement root = JsonDocument.Parse(line).RootElement;
            if (root.GetProperty("type").GetString() == type && (status is null || root.GetProperty("status").GetString() == status))
            {
                return root;
            }
        }

        throw new TimeoutException($"no line of type {type} came; stderr: {(_process.HasExited ? _errors.Result : "")}");
    }

    /// <summary>Stops it as a service manager does.</summary>
    /// <returns>The exit status and what it wrote to stderr.</returns>
    public (int Status, string Errors) Stop()
    {
        _ = Signal(_process.Id, Terminate);
        Assert.True(_process.WaitForExit(Patience));
        return (_process.ExitCode, _errors.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void ReadLines()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            _lines.Add(line);
        }

        _lines.CompleteAdding();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
