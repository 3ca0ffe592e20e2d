namespace MobileNetEdge.Runtime.Threading;

/// <summary>
/// Which step is current and which of its parts are taken, in one word, so that a part is taken by one thread and only while its step is current.
/// </summary>
/// <remarks>
/// Steps are numbered on from run to run and never again: 48 bits last for centuries. Part 0 belongs to the caller and needs no bit.
/// </remarks>
/// <param name="partsOfStep">Parts of each step of a run.</param>
internal sealed class StepBoard(int[] partsOfStep)
{
    /// <summary>Bits for parts in the word's lower end.</summary>
    public const int MaxParts = 16;

    private PaddedLong _current;
    private PaddedLong _unfinished;
    private PaddedLong _end;

    /// <summary>The number of the step that is being worked on, or, between runs, of the next run's first.</summary>
    public long Step => _current.Read() >> MaxParts;

    /// <summary>Whether a run is under way.</summary>
    public bool IsRunning => Step < _end.Read();

    /// <summary>Where a step stands in its run.</summary>
    public int IndexOf(long step) => (int)(step % partsOfStep.Length);

    /// <summary>Parts of a step.</summary>
    public int PartsOf(long step) => partsOfStep[IndexOf(step)];

    /// <summary>Starts a run and returns the number of its first step.</summary>
    public long Begin()
    {
        long first = Step;
        _unfinished.Write(partsOfStep[0]);
        _end.Write(first + partsOfStep.Length);
        return first;
    }

    /// <summary>Takes a part if its run has begun, its step is current and the part not taken.</summary>
    public bool TryTake(long step, int part)
    {
        long bit = 1L << part;
        while (true)
        {
            long seen = _current.Read();
            if (seen >> MaxParts != step || (seen & bit) != 0 || step >= _end.Read())
            {
                return false;
            }

            if (_current.TryReplace(seen, seen | bit))
            {
                return true;
            }
        }
    }

    /// <summary>Reports a part as done; after the step's last part, the next step is current.</summary>
    public void Finish(long step)
    {
        if (_unfinished.Decrement() == 0)
        {
            _unfinished.Write(PartsOf(step + 1));
            _current.Write((step + 1) << MaxParts);
        }
    }
}
