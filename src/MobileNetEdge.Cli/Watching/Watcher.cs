using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Cli.Watching.Service;
using MobileNetEdge.Cli.Watching.Snapshots;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Gpio;
using MobileNetEdge.Devices.Rules;

namespace MobileNetEdge.Cli.Watching;

/// <summary>Which answers are written.</summary>
internal enum AnswersToWrite
{
    Changes,
    All,
    None,
}

/// <summary>Looks at frames until it is stopped: classifies, follows the rules, drives the pins, writes what happens.</summary>
internal sealed class Watcher : IDisposable
{
    /// <summary>Of the last frame's best class, before there was a frame.</summary>
    private const int Unknown = -2;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FramePatience = TimeSpan.FromSeconds(5);

    private readonly CameraPump _pump;
    private readonly FrameClassifier _classifier;
    private readonly Labels _labels;
    private readonly EventLines _lines;
    private readonly RuleEngine _rules;
    private readonly IReadOnlyList<IOutputPin> _pins;
    private readonly CameraFrame _frame = new();
    private bool _isSeeing;
    private int _lastBest = Unknown;
    private long _broken;

    public Watcher(ICamera camera, FrameClassifier classifier, Labels labels, EventLines lines, IReadOnlyList<Rule> rules, IReadOnlyList<IOutputPin> pins)
    {
        (_classifier, _labels, _lines, _pins) = (classifier, labels, lines, pins);
        string[] names = [.. Enumerable.Range(0, classifier.Scores.Length).Select(i => labels[i])];
        _rules = new(rules, names, Report, hasBoxes: classifier.HasBoxes);
        _pump = new(camera, Changed);
    }

    /// <summary>Which answers are written.</summary>
    public AnswersToWrite Answers { get; init; }

    /// <summary>The button whose presses are answered with one classification each; frames go by otherwise.</summary>
    public IInputPin? Trigger { get; init; }

    /// <summary>Where the frames in which events begin are kept.</summary>
    public SnapshotWriter? Snapshots { get; init; }

    /// <summary>Whom to tell that the loop goes on.</summary>
    public ServiceReport? Service { get; init; }

    /// <summary>Frames after which to stop; 0 for never.</summary>
    public long FrameLimit { get; init; }

    /// <summary>Who is told what is seen and done; set before <see cref="Run"/>.</summary>
    public IWatchObserver? Observer { get; set; }

    /// <summary>Classes of the network.</summary>
    public int Classes => _classifier.Scores.Length;

    /// <summary>Frames that were classified.</summary>
    public long Classified { get; private set; }

    /// <summary>What was counted so far.</summary>
    public WatchCounts Counts => new(
        _pump.Counters.Frames, Classified, _pump.Slot.Dropped, _pump.Counters.Broken + _broken, _pump.Counters.Missed, _pump.Reconnects);

    /// <summary>Looks until the limit is reached, the pictures end or it is stopped.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        _pump.Start();
        try
        {
            while (!cancellationToken.IsCancellationRequested && (FrameLimit == 0 || Classified < FrameLimit) && _pump.Status != CameraStatus.Ended)
            {
                Step(cancellationToken);
                Service?.Step(MonotonicClock.Now, _pump.Beats, _pump.Status, Classified);
            }
        }
        finally
        {
            Service?.Stopping();
            _rules.Reset(MonotonicClock.Now);
            Snapshots?.Dispose();
            _lines.Summary(_pump, Classified, _broken, Snapshots);
        }
    }

    public void Dispose() => _pump.Dispose();

    private void Step(CancellationToken cancellationToken)
    {
        TimeSpan newerThan = TimeSpan.MinValue;
        if (Trigger is not null)
        {
            FollowCamera();
            if (!Trigger.WaitForEdge(Patience, out PinEdge edge) || !edge.IsRising)
            {
                return;
            }

            newerThan = edge.Timestamp;
        }

        if (_pump.Slot.TryTake(_frame, newerThan, Trigger is null ? Patience : FramePatience, cancellationToken))
        {
            Look();
        }

        FollowCamera();
    }

    private void Look()
    {
        if (!_classifier.TryClassify(_frame))
        {
            _broken++;
            return;
        }

        Classified++;
        int best = _classifier.Best;
        if (Answers == AnswersToWrite.All || Trigger is not null || (Answers == AnswersToWrite.Changes && best != _lastBest))
        {
            _lines.Answer(_frame, NameOf(best), best < 0 ? 0 : _classifier.Scores[best], _classifier.Times, Trigger is not null);
        }

        _lastBest = best;
        _rules.Update(_classifier.Scores, _classifier.Boxes, _frame.Timestamp, _frame.Sequence);
        Observer?.Looked(_frame, _classifier);
    }

    /// <summary>What a lost camera showed says nothing any more: its events end, and its pins go to their safe values.</summary>
    private void FollowCamera()
    {
        bool isSeeing = _pump.Status == CameraStatus.Ready;
        if (_isSeeing && !isSeeing)
        {
            _rules.Reset(MonotonicClock.Now);
            _lastBest = Unknown;
        }

        _isSeeing = isSeeing;
        _rules.Tick(MonotonicClock.Now);
    }

    private void Report(RuleEvent happened)
    {
        if (happened.RuleIndex < _pins.Count && happened.Phase != EventPhase.Update)
        {
            _pins[happened.RuleIndex].Set(happened.Phase == EventPhase.New);
        }

        _lines.Event(happened);
        if (happened.Phase == EventPhase.New)
        {
            Snapshots?.Take(_frame, happened, NameOf(_classifier.Best) ?? "nothing");
        }

        Observer?.Happened(happened);
    }

    private string? NameOf(int category) => category < 0 ? null : _labels[category];

    private void Changed(CameraChange change)
    {
        _lines.Camera(change, _pump.CameraName);
        Observer?.Changed(change);
        if (!change.Outcome.IsReady && change.Outcome.Status != CameraStatus.Ended)
        {
            Terminal.Note(change.Outcome.ToString());
        }
    }
}
