namespace MobileNetEdge.Imaging;

/// <summary>Undoes the five row filters (PNG specification, section 9.2), in place.</summary>
internal static class PngFilter
{
    public const int MaxType = 4;

    /// <param name="type">0 none, 1 left, 2 up, 3 average, 4 Paeth.</param>
    /// <param name="row">The row as stored; on return, as meant.</param>
    /// <param name="above">The row above it, or zeros.</param>
    /// <param name="step">The distance in bytes to the same sample of the pixel on the left.</param>
    public static void Undo(int type, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        above = above[..row.Length];
        switch (type)
        {
            case 1:
                UndoLeft(row, step);
                break;
            case 2:
                UndoUp(row, above);
                break;
            case 3:
                UndoAverage(row, above, step);
                break;
            case 4:
                UndoPaeth(row, above, step);
                break;
        }
    }

    private static void UndoLeft(Span<byte> row, int step)
    {
        for (int i = step; i < row.Length; i++)
        {
            row[i] += row[i - step];
        }
    }

    private static void UndoUp(Span<byte> row, ReadOnlySpan<byte> above)
    {
        for (int i = 0; i < row.Length; i++)
        {
            row[i] += above[i];
        }
    }

    private static void UndoAverage(Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int left = i < step ? 0 : row[i - step];
            row[i] += (byte)((left + above[i]) >> 1);
        }
    }

    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        int first = Math.Min(step, row.Length);
        for (int i = 0; i < first; i++)
        {
            row[i] += above[i];
        }

        for (int i = step; i < row.Length; i++)
        {
            row[i] += (byte)Paeth(row[i - step], above[i], above[i - step]);
        }
    }

    /// <summary>Of left, up and upper left the one nearest to left + up - upper left; the earlier one at a tie.</summary>
    private static int Paeth(int left, int up, int corner)
    {
        int distanceLeft = Math.Abs(up - corner);
        int distanceUp = Math.Abs(left - corner);
        int distanceCorner = Math.Abs(left + up - corner - corner);
        if (distanceLeft <= distanceUp && distanceLeft <= distanceCorner)
        {
            return left;
        }

        return distanceUp <= distanceCorner ? up : corner;
    }
}
