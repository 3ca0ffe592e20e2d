namespace MobileNetEdge.Devices.Rules;

/// <summary>Follows rules over the scores of frames and reports their events. Knows no clock but what it is told; takes no memory for a frame.</summary>
public sealed class RuleEngine
{
    private readonly RuleState[] _states;
    private readonly Action<RuleEvent> _report;
    private readonly int _classes;
    private long _nextId = 1;

    /// <summary>Finds the rules' classes.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="labels">A name for each class.</param>
    /// <param name="report">Told of every event.</param>
    /// <param name="updateInterval">How often an event that lasts is reported again; null for every second.</param>
    /// <exception cref="ArgumentException">A rule names a class that there is not, or that several have.</exception>
    public RuleEngine(IReadOnlyList<Rule> rules, IReadOnlyList<string> labels, Action<RuleEvent> report, TimeSpan? updateInterval = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(report);
        (Rules, _report, _classes) = (rules, report, labels.Count);
        TimeSpan interval = updateInterval ?? TimeSpan.FromSeconds(1);
        _states = [.. rules.Select((rule, i) => new RuleState(rule, i, RuleLabels.Find(rule, labels), interval))];
    }

    /// <summary>The rules.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>Whether an event of a rule is under way.</summary>
    public bool IsActive(int rule) => _states[rule].IsActive;

    /// <summary>Looks at a frame.</summary>
    /// <param name="scores">A score in 0..1 for each class.</param>
    /// <param name="now">The frame's time; never earlier than the time before.</param>
    /// <param name="frame">The frame's number.</param>
    /// <exception cref="ArgumentException">Another number of scores than of labels.</exception>
    public void Update(ReadOnlySpan<float> scores, TimeSpan now, long frame)
    {
        if (scores.Length != _classes)
        {
            throw new ArgumentException($"{scores.Length} scores for {_classes} classes", nameof(scores));
        }

        foreach (RuleState state in _states)
        {
            if (state.Update(scores, now, frame, ref _nextId, out RuleEvent happened))
            {
                _report(happened);
            }
        }
    }

    /// <summary>Lets time pass without a frame: holds end.</summary>
    public void Tick(TimeSpan now)
    {
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
        foreach (RuleState state in _states)
        {
            if (state.Reset(now, out RuleEvent happened))
            {
                _report(happened);
            }
        }
    }
}
