using Spectre.Console;

namespace MobileNetEdge.Cli.Output;

/// <summary>A bar on stderr while something long runs; nothing where nobody watches.</summary>
internal static class ProgressBar
{
    /// <summary>Runs work that reports the share that is done, from 0 to 1.</summary>
    public static T Run<T>(string title, bool isQuiet, Func<IProgress<double>, T> work)
    {
        if (isQuiet || !Terminal.ShowsProgress)
        {
            return work(new Ignored());
        }

        return Terminal.Error().Progress().AutoClear(true).Start(context => work(new Bar(context.AddTask(title, maxValue: 1))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }

    private sealed class Ignored : IProgress<double>
    {
        public void Report(double value)
        {
        }
    }
}
