using System.Diagnostics;

namespace MobileNetEdge.Runtime;

/// <summary>How long each step of a run took.</summary>
/// <param name="stepCount">Steps of the model: <see cref="PreparedModel.Steps"/>.</param>
public sealed class StepTimes(int stepCount)
{
    private readonly long[] _ends = new long[stepCount];
    private long _start;

    /// <summary>The time of a step of the last run, the wait for its last thread included.</summary>
    public TimeSpan this[int step] => Stopwatch.GetElapsedTime(step == 0 ? _start : _ends[step - 1], _ends[step]);

    /// <summary>The time of the last run.</summary>
    public TimeSpan Total => _ends.Length == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_start, _ends[^1]);

    internal int Count => _ends.Length;

    internal void Begin() => _start = Stopwatch.GetTimestamp();

    internal void End(int step) => _ends[step] = Stopwatch.GetTimestamp();
}
