using System.Collections.Concurrent;

namespace MobileNetEdge.Cli.Classification;

/// <summary>Classifies many pictures on several threads, and gives the results in the order of the pictures.</summary>
/// <param name="create">Makes a thread's classifier.</param>
/// <param name="threads">Pictures worked on at the same time.</param>
internal sealed class ClassifierPool(Func<Classifier> create, int threads) : IDisposable
{
    private readonly ThreadLocal<Classifier> _classifiers = new(create, trackAllValues: true);

    public IEnumerable<PictureResult> Classify(IReadOnlyList<string> pictures, CancellationToken cancellationToken)
    {
        return Partitioner.Create(pictures, EnumerablePartitionerOptions.NoBuffering)
            .AsParallel()
            .AsOrdered()
            .WithDegreeOfParallelism(threads)
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .WithCancellation(cancellationToken)
            .Select(picture => _classifiers.Value!.Classify(picture));
    }

    public void Dispose()
    {
        foreach (Classifier classifier in _classifiers.Values)
        {
            classifier.Dispose();
        }

        _classifiers.Dispose();
    }
}
