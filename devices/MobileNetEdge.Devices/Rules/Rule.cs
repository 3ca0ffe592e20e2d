namespace MobileNetEdge.Devices.Rules;

/// <summary>What must be seen for how long, and for how long it then counts. Immutable.</summary>
/// <remarks>The text form is in <see cref="RuleParser"/>.</remarks>
public sealed record Rule
{
    /// <summary>The rule as it was written.</summary>
    public required string Text { get; init; }

    /// <summary>The class that is looked at.</summary>
    public required string Label { get; init; }

    /// <summary>Whether the score must be above the threshold; below it otherwise.</summary>
    public required bool IsAbove { get; init; }

    /// <summary>The score that must be passed, 0..1.</summary>
    public required double Threshold { get; init; }

    /// <summary>Whether the threshold itself counts as passed.</summary>
    public bool IsInclusive { get; init; }

    /// <summary>The score at which the rule stops being true; the threshold where there is no hysteresis.</summary>
    public double? Release { get; init; }

    /// <summary>Where it must be seen; null for anywhere. Only a model that gives boxes can tell.</summary>
    public RuleRegion? Region { get; init; }

    /// <summary>Frames in a row for which it must be true.</summary>
    public int Frames { get; init; } = 1;

    /// <summary>Time for which it must be true.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>Time for which it counts on after it stopped being true.</summary>
    public TimeSpan Hold { get; init; }

    /// <summary>Frames over which the score is smoothed: an exponential mean with factor 2 / (frames + 1).</summary>
    public int Smoothing { get; init; } = 1;

    /// <summary>Whether a score makes the rule true.</summary>
    /// <param name="score">0..1.</param>
    /// <param name="wasTrue">Whether it is true already, so that the release counts.</param>
    public bool IsTrue(double score, bool wasTrue)
    {
        if (wasTrue && Release is { } release)
        {
            return IsAbove ? score >= release : score <= release;
        }

        return (IsInclusive && score == Threshold) || (IsAbove ? score > Threshold : score < Threshold);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
