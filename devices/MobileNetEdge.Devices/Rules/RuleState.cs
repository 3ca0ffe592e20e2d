namespace MobileNetEdge.Devices.Rules;

/// <summary>Follows one rule from frame to frame.</summary>
internal sealed class RuleState(Rule rule, int index, int classIndex, TimeSpan updateInterval)
{
    private double? _smoothed;
    private int _framesTrue;
    private TimeSpan _trueSince;
    private TimeSpan _lastTrue;
    private TimeSpan _started;
    private TimeSpan _lastReport;
    private double _best;
    private long _id;
    private long _frame;
    private SeenBox? _box;

    /// <summary>Whether an event is under way.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Looks at a frame's score.</summary>
    /// <param name="scores">Of all classes.</param>
    /// <param name="boxes">What a detector saw.</param>
    /// <param name="now">The frame's time.</param>
    /// <param name="frame">The frame's number.</param>
    /// <param name="nextId">The number of the next event; taken where one starts.</param>
    /// <param name="happened">What there is to report.</param>
    /// <returns>Whether there is something to report.</returns>
    public bool Update(ReadOnlySpan<float> scores, ReadOnlySpan<SeenBox> boxes, TimeSpan now, long frame, ref long nextId, out RuleEvent happened)
    {
        SeenBox? box = Surest(boxes);
        double score = Smooth(rule.Region is null ? scores[classIndex] : box?.Score ?? 0);
        _frame = frame;
        bool isTrue = rule.IsTrue(score, _framesTrue > 0);
        if (isTrue)
        {
            (_trueSince, _box) = _framesTrue == 0 ? (now, box) : (_trueSince, box ?? _box);
            _framesTrue = Math.Min(_framesTrue + 1, int.MaxValue - 1);
            _lastTrue = now;
        }
        else
        {
            _framesTrue = 0;
        }

        happened = default;
        if (!IsActive)
        {
            return isTrue && _framesTrue >= rule.Frames && now - _trueSince >= rule.Time && Start(now, score, nextId++, out happened);
        }

        _best = rule.IsAbove ? Math.Max(_best, score) : Math.Min(_best, score);
        if (!isTrue)
        {
            return Tick(now, out happened);
        }

        return now - _lastReport >= updateInterval && Report(EventPhase.Update, now, out happened);
    }

    /// <summary>Ends the event where its hold is over.</summary>
    public bool Tick(TimeSpan now, out RuleEvent happened)
    {
        happened = default;
        return IsActive && now - _lastTrue >= rule.Hold && _framesTrue == 0 && End(now, out happened);
    }

    /// <summary>Ends the event, and forgets what was seen.</summary>
    public bool Reset(TimeSpan now, out RuleEvent happened)
    {
        happened = default;
        bool ended = IsActive && End(now, out happened);
        (_smoothed, _framesTrue) = (null, 0);
        return ended;
    }

    /// <summary>The surest box of the class that lies where the rule looks; of equals the first.</summary>
    private SeenBox? Surest(ReadOnlySpan<SeenBox> boxes)
    {
        SeenBox? surest = null;
        foreach (ref readonly SeenBox box in boxes)
        {
            if (box.Category == classIndex && !(box.Score <= surest?.Score) && rule.Region?.Holds(box) != false)
            {
                surest = box;
            }
        }

        return surest;
    }

    private double Smooth(double score)
    {
        _smoothed = _smoothed is { } last ? last + ((score - last) * 2 / (rule.Smoothing + 1)) : score;
        return _smoothed.Value;
    }

    private bool Start(TimeSpan now, double score, long id, out RuleEvent happened)
    {
        (IsActive, _started, _id, _best) = (true, now, id, score);
        return Report(EventPhase.New, now, out happened);
    }

    private bool End(TimeSpan now, out RuleEvent happened)
    {
        IsActive = false;
        return Report(EventPhase.End, now, out happened);
    }

    private bool Report(EventPhase phase, TimeSpan now, out RuleEvent happened)
    {
        _lastReport = now;
        happened = new(_id, index, rule, phase, now, now - _started, _smoothed ?? 0, _best, _frame, _box);
        return true;
    }
}
