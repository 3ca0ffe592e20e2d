namespace MobileNetEdge.Devices.Camera;

/// <summary>Measures how a program pads the rows of its frames, from where its stream pauses.</summary>
/// <remarks>
/// Nothing in a stream of raw frames says where one ends, but a camera writes a frame at once and then nothing until the next. A pause after n
/// bytes speaks for every padding whose frames divide n. One padding must get two votes and more than any other.
/// </remarks>
internal sealed class StrideMeter
{
    private const int VotesNeeded = 2;

    private readonly (int Stride, long FrameBytes, int Votes)[] _candidates;
    private long _total;

    /// <param name="width">Pixels a row.</param>
    /// <param name="frameBytes">The size of a frame by its stride.</param>
    public StrideMeter(int width, Func<int, long> frameBytes)
    {
        int even = (width + 1) & ~1;
        int[] alignments = [1, 16, 32, 64, 128, 256];
        _candidates = [.. alignments
            .Select(alignment => (even + alignment - 1) / alignment * alignment)
            .Distinct()
            .Select(stride => (stride, frameBytes(stride), 0))];
        Stride = _candidates.Length == 1 ? _candidates[0].Stride : null;
    }

    /// <summary>The largest frame that is possible.</summary>
    public long MostFrameBytes => _candidates.Max(candidate => candidate.FrameBytes);

    /// <summary>The stride, once known.</summary>
    public int? Stride { get; private set; }

    /// <summary>Bytes since the start of the stream.</summary>
    public long Total => _total;

    /// <summary>Notes that bytes arrived, and whether a pause was before them.</summary>
    public void Note(int count, bool afterPause)
    {
        if (afterPause && _total > 0)
        {
            Vote();
        }

        _total += count;
    }

    private void Vote()
    {
        for (int i = 0; i < _candidates.Length; i++)
        {
            _candidates[i].Votes += _total % _candidates[i].FrameBytes == 0 ? 1 : 0;
        }

        var ordered = _candidates.OrderByDescending(candidate => candidate.Votes).ToArray();
        if (ordered[0].Votes >= VotesNeeded && (ordered.Length == 1 || ordered[0].Votes > ordered[1].Votes))
        {
            Stride = ordered[0].Stride;
        }
    }
}
