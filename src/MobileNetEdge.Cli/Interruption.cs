using System.Runtime.InteropServices;

namespace MobileNetEdge.Cli;

/// <summary>Lets SIGTERM and Ctrl-C ask the work to stop.</summary>
/// <remarks>System.CommandLine would do the same, but its build for .NET 9 takes no SIGTERM in a native binary.</remarks>
internal static class Interruption
{
    /// <summary>How long work may take to stop; what it has not closed by then, the end of the process does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Runs work to its end, or for a while after the first signal. A second signal ends the process at once.</summary>
    /// <param name="work">The work; gives the exit status.</param>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> work)
    {
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        Task<int> running = Task.Run(() => work(stop.Token), CancellationToken.None);
        await Task.WhenAny(running, Task.Delay(Timeout.Infinite, stop.Token));
        if (!running.IsCompleted)
        {
            await Task.WhenAny(running, Task.Delay(Patience, CancellationToken.None));
        }

        return running.IsCompleted ? await running : ExitCode.Interrupted;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }
}
