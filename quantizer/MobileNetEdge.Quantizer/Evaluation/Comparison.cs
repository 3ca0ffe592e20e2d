using System.Diagnostics;
using MobileNetEdge.Quantizer.Evaluation;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Quantizer;

/// <summary>Compares an int8 model with the float network it was made from: both see the same frames, and their first outputs are compared.</summary>
/// <remarks>
/// Pictures are read as they are needed, one at a time on each thread, so memory does not grow with their number beyond their names. The
/// networks may be shared with others; a comparison may run several times, on several threads.
/// </remarks>
public sealed class Comparison
{
    private readonly ComparisonPlan _plan;
    private readonly JournalOptions? _journal;
    private readonly int _threads;

    /// <summary>Prepares a comparison.</summary>
    /// <param name="network">The float network.</param>
    /// <param name="quantized">The int8 model; it must stay undisposed while a comparison runs.</param>
    /// <param name="options">How pictures get into both, and how labels are read.</param>
    /// <exception cref="UnsupportedModelException">A network takes no picture, or they differ in the size of input or output.</exception>
    /// <exception cref="ArgumentException">The framing leaves too little for the networks' size.</exception>
    public Comparison(FloatProgram network, PreparedModel quantized, ComparisonOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(quantized);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads, nameof(options));
        _plan = new ComparisonPlan(network, quantized, options);
        _journal = options.Journal;
        _threads = options.Threads;
    }

    /// <summary>
    /// Runs both networks on a set of pictures. Broken pictures are counted and left out. With a journal, pictures that an earlier run has done
    /// are taken from there, and all figures but the times are those of a run that was never stopped.
    /// </summary>
    /// <param name="pictures">The set.</param>
    /// <param name="progress">
    /// Is told on the caller's thread the share of the pictures that is done, after each; the first time, those of the journal are in it.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidPictureSetException">A label has no place in the output.</exception>
    /// <exception cref="InvalidJournalException">The journal is another comparison's, damaged, or no journal.</exception>
    /// <exception cref="IOException">The journal cannot be written, or another process has it.</exception>
    /// <exception cref="UnsupportedModelException">The float network's activations take more memory than allowed.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public ComparisonResult Run(PictureSet pictures, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        _plan.RequireLabels(pictures);
        using ComparisonJournal<PictureOutcome, JournalLine>? journal = _journal is null
            ? null
            : ComparisonJournal<PictureOutcome, JournalLine>.Open(_journal.Path, HeadOf(_journal, pictures));
        ComparisonSums sums = new();
        DetailTally tally = new();
        int restored = 0;
        foreach (PictureOutcome outcome in journal?.Restore(pictures.Count) ?? [])
        {
            Count(pictures, restored++, outcome, sums, tally);
        }

        long start = Stopwatch.GetTimestamp();
        int threads = OrderedWork.Threads(_threads, pictures.Count);
        void Take(int index, PictureOutcome outcome)
        {
            Count(pictures, index, outcome, sums, tally);
            journal?.Add(index, outcome);
        }

        OrderedWork.Run(
            restored..pictures.Count, threads, () => new ComparisonWorker(_plan), (worker, index) => worker.Compare(pictures, index), Take,
            progress, cancellationToken);
        return sums.ToResult(_plan.LabelOffset, threads, Stopwatch.GetElapsedTime(start), _plan.FloatOutput.Count > 5, _plan.IsComparable) with
        {
            Restored = restored,
            Details = tally.ToDetails(),
        };
    }

    private void Count(PictureSet pictures, int index, PictureOutcome outcome, ComparisonSums sums, DetailTally tally)
    {
        sums.Add(pictures.Name(index), outcome);
        tally.Add(index, pictures.Label(index) + _plan.LabelOffset, outcome);
    }

    private JournalHead HeadOf(JournalOptions options, PictureSet pictures)
    {
        return new(options.FloatNetwork, options.QuantizedModel, ModelFingerprint.Of(pictures), _plan.Settings);
    }
}
