using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Rules;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>What a rule saw last.</summary>
/// <param name="Last">The last point in an event's life; null before the first.</param>
/// <param name="Events">Events so far.</param>
internal readonly record struct RuleSeen(RuleEvent? Last, long Events)
{
    /// <summary>Whether an event is under way.</summary>
    public bool IsActive => Last is { Phase: not EventPhase.End };
}

/// <summary>Keeps what the page shows: written by the watcher's threads in well under a microsecond, copied by the page's.</summary>
internal sealed class LiveState : IWatchObserver
{
    private readonly Lock _lock = new();
    private readonly PreviewSlot _preview;
    private readonly float[] _scores;
    private SeenBox[] _boxes = [];
    private int _boxCount;
    private readonly RuleSeen[] _rules;
    private readonly RateHistory _history = new();
    private readonly StageHistogram _preprocess = new();
    private readonly StageHistogram _inference = new();
    private readonly StageHistogram _postprocess = new();
    private long _frames;
    private long _sequence;
    private long _lastFrame = -1;
    private FrameShape _shape;
    private StageTimes _times;
    private CameraChange _camera = new(new(CameraStatus.Timeout, "the camera is being opened"), 0);

    public LiveState(WatchSetup setup, int classes, PreviewSlot preview)
    {
        (_scores, _rules, _preview) = (new float[classes], new RuleSeen[setup.Rules.Count], preview);
    }

    public void Looked(CameraFrame frame, FrameClassifier classifier)
    {
        long now = Environment.TickCount64;
        StageTimes times = classifier.Times;
        lock (_lock)
        {
            classifier.Scores.CopyTo(_scores);
            KeepBoxes(classifier.Boxes);
            (_frames, _sequence, _lastFrame, _shape, _times) = (_frames + 1, frame.Sequence, now, frame.Shape, times);
            _history.Add(now / 1000, (times.Preprocess + times.Inference + times.Postprocess).TotalMilliseconds);
            _preprocess.Add(times.Preprocess);
            _inference.Add(times.Inference);
            _postprocess.Add(times.Postprocess);
        }

        _preview.Offer(frame, classifier.Placement, classifier.Boxes);
    }

    public void Happened(in RuleEvent happened)
    {
        lock (_lock)
        {
            ref RuleSeen rule = ref _rules[happened.RuleIndex];
            rule = new(happened, rule.Events + (happened.Phase == EventPhase.New ? 1 : 0));
        }
    }

    public void Changed(in CameraChange change)
    {
        lock (_lock)
        {
            _camera = change;
        }
    }

    /// <summary>A copy of everything at this moment.</summary>
    public LiveSnapshot Take()
    {
        long now = Environment.TickCount64;
        lock (_lock)
        {
            (int[] frames, double[] milliseconds) = _history.Read(now / 1000);
            return new()
            {
                Scores = [.. _scores],
                Boxes = [.. _boxes.AsSpan(0, _boxCount)],
                Rules = [.. _rules],
                FramesEachSecond = frames,
                MillisecondsEachSecond = milliseconds,
                Preprocess = _preprocess.Copy(),
                Inference = _inference.Copy(),
                Postprocess = _postprocess.Copy(),
                Frames = _frames,
                Sequence = _sequence,
                FrameAge = _lastFrame < 0 ? null : TimeSpan.FromMilliseconds(now - _lastFrame),
                Shape = _shape,
                Times = _times,
                Camera = _camera,
            };
        }
    }

    /// <summary>Copies boxes; takes memory only where there are more than ever before.</summary>
    private void KeepBoxes(ReadOnlySpan<SeenBox> boxes)
    {
        if (_boxes.Length < boxes.Length)
        {
            _boxes = new SeenBox[boxes.Length];
        }

        boxes.CopyTo(_boxes);
        _boxCount = boxes.Length;
    }
}
