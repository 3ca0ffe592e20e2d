using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace MobileNetEdge.Cli.Output;

/// <summary>A bar on stderr while pictures are worked on, with their number and rate; nothing where nobody watches.</summary>
internal static class PictureProgress
{
    /// <summary>Runs work that reports the share of the pictures that is done, from 0 to 1.</summary>
    /// <param name="title">What is done.</param>
    /// <param name="pictures">How many there are.</param>
    /// <param name="isQuiet">Whether to show nothing.</param>
    /// <param name="work">The work.</param>
    public static T Run<T>(string title, int pictures, bool isQuiet, Func<IProgress<double>?, T> work)
    {
        if (isQuiet || !Terminal.ShowsProgress)
        {
            return work(null);
        }

        return Terminal.Error().Progress().AutoClear(true).Start(context => work(new Bar(context.AddTask(title, maxValue: 1), title, pictures)));
    }

    private sealed class Bar(ProgressTask task, string title, int pictures) : IProgress<double>
    {
        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

        private readonly long _start = Stopwatch.GetTimestamp();
        private long _shown;
        private int? _before;

        public void Report(double value)
        {
            int done = (int)Math.Round(value * pictures);

            // The first report has in it what a journal held.
            _before ??= done - 1;
            if (Stopwatch.GetElapsedTime(_shown) < Interval && done < pictures)
            {
                return;
            }

            _shown = Stopwatch.GetTimestamp();
            double rate = (done - _before.Value) / Math.Max(Stopwatch.GetElapsedTime(_start).TotalSeconds, 1e-6);
            task.Value = value;
            task.Description = string.Create(
                CultureInfo.InvariantCulture, $"{title} {done:n0} of {pictures:n0}, {rate:f0}/s, {(pictures - done) / Math.Max(rate, 1e-6):f0} s left");
        }
    }
}
