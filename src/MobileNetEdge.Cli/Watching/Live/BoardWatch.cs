using MobileNetEdge.Cli.Benchmarking;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>The board's state, read at most every few seconds however many ask.</summary>
internal sealed class BoardWatch
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private BoardState _state = new(null, null, null);
    private long _due = long.MinValue;

    /// <summary>The state, at most 5 s old. May take a moment.</summary>
    public BoardState Read()
    {
        lock (_lock)
        {
            if (Environment.TickCount64 >= _due)
            {
                _state = BoardState.Read();
                _due = Environment.TickCount64 + (long)Age.TotalMilliseconds;
            }

            return _state;
        }
    }
}
