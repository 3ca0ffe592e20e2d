namespace MobileNetEdge.Devices.Rules;

/// <summary>A point in an event's life.</summary>
public enum EventPhase
{
    /// <summary>The rule became true for as long as it asks.</summary>
    New,

    /// <summary>It is still true.</summary>
    Update,

    /// <summary>It stopped being true, and its hold is over.</summary>
    End,
}

/// <summary>Something a rule saw.</summary>
/// <param name="Id">The same for all phases of an event; counts from 1.</param>
/// <param name="RuleIndex">Which rule.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Phase">Where in its life.</param>
/// <param name="Time">When, on the clock of the frames.</param>
/// <param name="Duration">Since its start.</param>
/// <param name="Score">The smoothed score at this moment.</param>
/// <param name="Best">The best smoothed score so far: the highest, or the lowest where the rule looks below a threshold.</param>
/// <param name="Frame">The sequence number of the last frame.</param>
/// <param name="Box">Of a model that gives boxes, the surest one that counted when the rule was last true; null where there was none.</param>
public readonly record struct RuleEvent(
    long Id, int RuleIndex, Rule Rule, EventPhase Phase, TimeSpan Time, TimeSpan Duration, double Score, double Best, long Frame, SeenBox? Box = null);
