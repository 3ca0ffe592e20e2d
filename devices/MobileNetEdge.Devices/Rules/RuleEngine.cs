namespace MobileNetEdge.Devices.Rules;

/// <summary>Follows rules over the scores of frames and reports their events. Knows no clock but what it is told; takes no memory for a frame.</summary>
public sealed class RuleEngine
{
    private readonly RuleState[] _states;
    private readonly Action<RuleEvent> _report;
    private readonly int _classes;
    private TimeSpan _latest = TimeSpan.MinValue;
    private long _nextId = 1;

    /// <summary>Finds the rules' classes.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="labels">A name for each class.</param>
    /// <param name="report">Told of every event.</param>
    /// <param name="updateInterval">How often an event that lasts is reported again; null for every second.</param>
    /// <param name="hasBoxes">Whether the model says where things are, so that a rule may name a region.</param>
    /// <exception cref="ArgumentException">
    /// A rule names a class that there is not, or that several have; or it names a region, and there are no boxes.
    /// </exception>
    public RuleEngine(
        IReadOnlyList<Rule> rules, IReadOnlyList<string> labels, Action<RuleEvent> report, TimeSpan? updateInterval = null, bool hasBoxes = false)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(report);
        if (!hasBoxes && rules.FirstOrDefault(rule => rule.Region is not null) is { } misplaced)
        {
            throw new ArgumentException($"rule '{misplaced}': a region needs a detector; this model judges the picture as a whole");
        }

        (Rules, _report, _classes) = (rules, report, labels.Count);
        TimeSpan interval = updateInterval ?? TimeSpan.FromSeconds(1);
        _states = [.. rules.Select((rule, i) => new RuleState(rule, i, RuleLabels.Find(rule, labels), interval))];
    }

    /// <summary>The rules.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>Whether an event of a rule is under way.</summary>
    public bool IsActive(int rule) => _states[rule].IsActive;

    /// <summary>Looks at a frame that has no boxes.</summary>
    /// <param name="scores">A score in 0..1 for each class.</param>
    /// <param name="now">The frame's time.</param>
    /// <param name="frame">The frame's number.</param>
    /// <exception cref="ArgumentException">Another number of scores than of labels.</exception>
    public void Update(ReadOnlySpan<float> scores, TimeSpan now, long frame) => Update(scores, [], now, frame);

    /// <summary>Looks at a frame.</summary>
    /// <param name="scores">A score in 0..1 for each class: of a detector, its surest box's.</param>
    /// <param name="boxes">What a detector saw, in any order. A rule with a region looks at the surest box of its class there; 0 where there is none.</param>
    /// <param name="now">The frame's time. What is earlier than the time before counts as that: cameras may stamp frames ahead of the clock.</param>
    /// <param name="frame">The frame's number.</param>
    /// <exception cref="ArgumentException">Another number of scores than of labels.</exception>
    public void Update(ReadOnlySpan<float> scores, ReadOnlySpan<SeenBox> boxes, TimeSpan now, long frame)
    {
        if (scores.Length != _classes)
        {
            throw new ArgumentException($"{scores.Length} scores for {_classes} classes", nameof(scores));
        }

        now = Forward(now);
        foreach (RuleState state in _states)
        {
            if (state.Update(scores, boxes, now, frame, ref _nextId, out RuleEvent happened))
            {
                _report(happened);
            }
        }
    }

    /// <summary>Lets time pass without a frame: holds end.</summary>
    public void Tick(TimeSpan now)
    {
        now = Forward(now);
        foreach (RuleState state in _states)
        {
            if (state.Tick(now, out RuleEvent happened))
            {
                _report(happened);
            }
        }
    }

    /// <summary>Ends every event, for a camera that was lost: what it showed says nothing any more.</summary>
    public void Reset(TimeSpan now)
    {
        now = Forward(now);
        foreach (RuleState state in _states)
        {
            if (state.Reset(now, out RuleEvent happened))
            {
                _report(happened);
            }
        }
    }

    /// <summary>Time as the rules see it: it never goes back, so that nothing ends before it began.</summary>
    private TimeSpan Forward(TimeSpan now) => _latest = now > _latest ? now : _latest;
}
