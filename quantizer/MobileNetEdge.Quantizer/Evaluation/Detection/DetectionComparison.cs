using System.Diagnostics;
using MobileNetEdge.Quantizer.Evaluation;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Quantizer;

/// <summary>Compares an int8 detector with the float network it was made from, on pictures with boxes.</summary>
/// <remarks>
/// Both see the same frames, and the float network's boxes go through the int8 model's own thresholds in float. The figures are the same for any
/// number of threads. A picture that cannot be read is left out.
/// </remarks>
/// <param name="network">The float network.</param>
/// <param name="quantized">The int8 model, which ends in post-processing.</param>
/// <param name="options">How pictures get in, and where to keep what is done. Class indices are the boxes' own: the label offset says nothing here.</param>
public sealed class DetectionComparison(DetectorNetwork network, PreparedModel quantized, ComparisonOptions options)
{
    private readonly FloatProgram _program = new(network.Body);
    private readonly DetectionOutput _output = new(quantized.Model);

    /// <summary>
    /// Runs both on every picture. With a journal, pictures that an earlier run has done are taken from there, and all figures but the times are those
    /// of a run that was never stopped.
    /// </summary>
    /// <param name="pictures">The pictures with their boxes.</param>
    /// <param name="progress">
    /// Is told on the caller's thread the share of the pictures that is done, after each; the first time, those of the journal are in it.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidJournalException">The journal is another comparison's, damaged, or no journal.</exception>
    /// <exception cref="IOException">The journal cannot be written, or another process has it.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public DetectionComparisonResult Run(DetectionSet pictures, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        using ComparisonJournal<DetectionOutcome, DetectionJournalLine>? journal = options.Journal is { } kept
            ? ComparisonJournal<DetectionOutcome, DetectionJournalLine>.Open(kept.Path, HeadOf(kept, pictures))
            : null;
        DetectionSums sums = new(pictures);
        int restored = 0;
        foreach (DetectionOutcome outcome in journal?.Restore(pictures.Count) ?? [])
        {
            sums.Add(restored++, outcome);
        }

        void Take(int index, DetectionOutcome outcome)
        {
            sums.Add(index, outcome);
            journal?.Add(index, outcome);
        }

        long start = Stopwatch.GetTimestamp();
        int threads = OrderedWork.Threads(options.Threads, pictures.Count);
        OrderedWork.Run(
            restored..pictures.Count, threads, () => new DetectionWorker(_program, network, quantized, _output, options),
            (worker, index) => worker.Compare(pictures, index), Take, progress, cancellationToken);
        return sums.ToResult(_output.ClassCount) with { Restored = restored, Threads = threads, Elapsed = Stopwatch.GetElapsedTime(start) };
    }

    private JournalHead HeadOf(JournalOptions journal, DetectionSet pictures)
    {
        string settings = $"detections, {options.Framing}, mean {options.Normalization.Mean}, std {options.Normalization.Std}";
        return new(journal.FloatNetwork, journal.QuantizedModel, ModelFingerprint.Of(pictures), settings);
    }
}
