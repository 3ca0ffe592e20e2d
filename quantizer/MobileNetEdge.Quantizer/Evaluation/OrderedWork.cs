using System.Collections.Concurrent;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Work on each picture of a set, on several threads, with the outcomes in the set's order.</summary>
internal static class OrderedWork
{
    /// <summary>The most that PLINQ takes.</summary>
    private const int MaxThreads = 512;

    /// <summary>How many threads to use.</summary>
    /// <param name="asked">How many are wanted; 0 for one each core.</param>
    /// <param name="pictures">How many pictures there are.</param>
    public static int Threads(int asked, int pictures)
    {
        return Math.Min(asked == 0 ? Environment.ProcessorCount : asked, Math.Min(pictures, MaxThreads));
    }

    /// <summary>Works on the pictures from one on, and hands over what becomes of each in the set's order, on the caller's thread.</summary>
    /// <param name="pictures">The first picture, and the one after the last.</param>
    /// <param name="threads">How many work at the same time; so many workers are made.</param>
    /// <param name="create">Makes a worker; disposed at the end.</param>
    /// <param name="work">Works on a picture; a worker does one at a time.</param>
    /// <param name="take">Takes what became of a picture.</param>
    /// <param name="progress">Told after each picture the share that is done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static void Run<TWorker, TOutcome>(
        Range pictures,
        int threads,
        Func<TWorker> create,
        Func<TWorker, int, TOutcome> work,
        Action<int, TOutcome> take,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
        where TWorker : class, IDisposable
    {
        ConcurrentBag<TWorker> workers = [];
        try
        {
            for (int i = 0; i < threads; i++)
            {
                workers.Add(create());
            }

            int done = pictures.Start.Value;
            foreach (TOutcome outcome in Outcomes(pictures, threads, workers, work, cancellationToken))
            {
                take(done++, outcome);
                progress?.Report((double)done / pictures.End.Value);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            foreach (TWorker worker in workers)
            {
                worker.Dispose();
            }
        }
    }

    private static ParallelQuery<TOutcome> Outcomes<TWorker, TOutcome>(
        Range pictures, int threads, ConcurrentBag<TWorker> idle, Func<TWorker, int, TOutcome> work, CancellationToken cancellationToken)
        where TWorker : class
    {
        int first = pictures.Start.Value;
        return Partitioner.Create(Enumerable.Range(first, pictures.End.Value - first), EnumerablePartitionerOptions.NoBuffering)
            .AsParallel()
            .AsOrdered()
            .WithDegreeOfParallelism(threads)
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .WithCancellation(cancellationToken)
            .Select(index =>
            {
                // There are as many workers as there are threads, so one is always idle.
                TWorker worker = idle.TryTake(out TWorker? taken) ? taken : throw new InvalidOperationException("no idle worker");
                TOutcome outcome = work(worker, index);
                idle.Add(worker);
                return outcome;
            });
    }
}
