using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Devices.Camera;

/// <summary>A program that writes frames to its standard output.</summary>
internal sealed partial class ChildProcess : IDisposable
{
    private const int Interrupt = 2;
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(400);

    private readonly Process _process;

    private ChildProcess(Process process)
    {
        _process = process;
        process.StandardInput.Close();
        Messages = new(process.StandardError.BaseStream);
    }

    /// <summary>What it writes.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What it says.</summary>
    public LastLines Messages { get; }

    /// <summary>Starts the first of some programs that there is, or gives null.</summary>
    public static ChildProcess? Start(IEnumerable<string> programs, IEnumerable<string> arguments)
    {
        foreach (string program in programs)
        {
            ProcessStartInfo start = new(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            try
            {
                if (Process.Start(start) is { } process)
                {
                    return new(process);
                }
            }
            catch (Win32Exception)
            {
                // Not on the path; the next name may be.
            }
        }

        return null;
    }

    /// <summary>The exit status; null where it does not end within a time.</summary>
    public int? WaitForExit(TimeSpan timeout) => _process.WaitForExit(timeout) ? _process.ExitCode : null;

    /// <summary>Asks it to stop as Ctrl-C does, and ends it where it does not.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _ = Signal(_process.Id, Interrupt);
            if (!_process.WaitForExit(Grace))
            {
                _process.Kill(entireProcessTree: true);
                _process.WaitForExit(Grace);
            }
        }

        Messages.Join(Grace);
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
