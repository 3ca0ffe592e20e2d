namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>How many frames were classified in each of the last seconds, and how long they took.</summary>
internal sealed class RateHistory
{
    /// <summary>Seconds that are kept.</summary>
    public const int Seconds = 120;

    /// <summary>Full seconds over which the present rate is taken.</summary>
    private const int RateSeconds = 5;

    private readonly int[] _frames = new int[Seconds];
    private readonly double[] _milliseconds = new double[Seconds];
    private long _now;
    private long _first = -1;

    /// <summary>Counts a frame.</summary>
    /// <param name="second">Never earlier than the one before.</param>
    /// <param name="milliseconds">How long the frame took.</param>
    public void Add(long second, double milliseconds)
    {
        Advance(second);
        _frames[second % Seconds]++;
        _milliseconds[second % Seconds] += milliseconds;
    }

    /// <summary>The full seconds before this one, the oldest first: frames, and the mean milliseconds of one (0 where there was none).</summary>
    public (int[] Frames, double[] Milliseconds) Read(long second)
    {
        Advance(second);
        int count = _first < 0 ? 0 : (int)Math.Min(Seconds - 1, second - _first);
        (int[] frames, double[] milliseconds) = (new int[count], new double[count]);
        for (int i = 0; i < count; i++)
        {
            long index = (second - count + i) % Seconds;
            frames[i] = _frames[index];
            milliseconds[i] = frames[i] == 0 ? 0 : _milliseconds[index] / frames[i];
        }

        return (frames, milliseconds);
    }

    /// <summary>Frames a second over the last seconds.</summary>
    public static double Rate(ReadOnlySpan<int> frames)
    {
        ReadOnlySpan<int> last = frames[^Math.Min(frames.Length, RateSeconds)..];
        int sum = 0;
        foreach (int count in last)
        {
            sum += count;
        }

        return last.IsEmpty ? 0 : (double)sum / last.Length;
    }

    /// <summary>Empties the seconds in which nothing happened.</summary>
    private void Advance(long second)
    {
        _first = _first < 0 ? second : _first;
        for (_now = Math.Max(_now, second - Seconds); _now < second;)
        {
            _now++;
            (_frames[_now % Seconds], _milliseconds[_now % Seconds]) = (0, 0);
        }
    }
}
