using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Gives a window its rows, each made once, from top to bottom: border, rows where they are, and rows in a ring.</summary>
/// <param name="geometry">The windows.</param>
/// <param name="zeroPoint">The value of the border.</param>
/// <param name="source">What makes the rows.</param>
internal sealed unsafe class RowFeed(WindowGeometry geometry, int zeroPoint, RowSource source)
{
    /// <summary>A feed's memory begins with the number of the first row that is not made yet.</summary>
    private const int HeaderByteCount = ArenaPlanner.Alignment;

    private readonly RowRing _ring = new(geometry);

    /// <summary>Rows under the windows of the output rows that are computed at once.</summary>
    public int RowCount => geometry.RowsUnderWindows;

    /// <summary>Working memory, in bytes; it holds rows from one call to the next.</summary>
    public int ScratchByteCount => (int)ArenaPlanner.AlignUp((long)SourceOffset + source.ScratchByteCount);

    private int SourceOffset => HeaderByteCount + _ring.ByteCount;

    /// <summary>Called before a part's first row.</summary>
    public void Begin(byte* scratch)
    {
        _ring.FillBorder(scratch + HeaderByteCount, zeroPoint);
        source.Begin(scratch + SourceOffset);
    }

    /// <summary>Called before a picture's first row.</summary>
    public void BeginPicture(byte* scratch)
    {
        *(int*)scratch = 0;
        source.BeginPicture(scratch + SourceOffset);
    }

    /// <summary>Finds or makes the rows under the windows of <paramref name="count"/> output rows from <paramref name="y"/> on.</summary>
    /// <param name="share">The part.</param>
    /// <param name="picture">Which picture of the batch.</param>
    /// <param name="y">The first output row; not above that of the call before.</param>
    /// <param name="count">Output rows, at most <see cref="WindowGeometry.RowsAtOnce"/>.</param>
    /// <param name="rows">Where the rows' addresses go: <see cref="RowCount"/> at most.</param>
    /// <param name="scratch">The feed's memory.</param>
    public void Fill(in Share share, int picture, int y, int count, sbyte** rows, byte* scratch)
    {
        SlidingAxis vertical = geometry.Vertical;
        byte* ring = scratch + HeaderByteCount;
        int top = vertical.Position(y, 0);
        int needed = RowCount - (WindowGeometry.RowsAtOnce - count) * vertical.Stride;
        int made = Math.Max(*(int*)scratch, top);
        for (int i = 0; i < needed; i++)
        {
            int row = top + i;
            if (!vertical.Contains(row))
            {
                rows[i] = RowRing.Border(ring);
                continue;
            }

            rows[i] = source.Find(share, picture, row);
            if (rows[i] is null)
            {
                rows[i] = _ring.Row(ring, row);
                if (row >= made)
                {
                    source.Make(share, picture, row, _ring.Picture(ring, row), scratch + SourceOffset);
                }
            }
        }

        *(int*)scratch = Math.Max(made, top + needed);
    }
}
