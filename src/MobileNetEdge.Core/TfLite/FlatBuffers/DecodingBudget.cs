namespace MobileNetEdge.TfLite;

/// <summary>Bounds the managed memory that decoding one file may take.</summary>
/// <remarks>
/// Offsets in a FlatBuffer may all point at one table or one long string, so a small file can describe objects without end. Whoever
/// decodes a string, an array or an object charges its size here first.
/// </remarks>
internal sealed class DecodingBudget
{
    /// <summary>What a file may take beside its own length, in bytes.</summary>
    public const long Base = 16 << 20;

    /// <summary>Header, method table pointer and length of an array or string, rounded up.</summary>
    private const int ArrayOverhead = 32;

    private readonly long _limit;
    private long _left;

    /// <summary>Creates the budget for a file of <paramref name="fileLength"/> bytes: as much again, and <see cref="Base"/>.</summary>
    public DecodingBudget(long fileLength)
    {
        _limit = Base + fileLength;
        _left = _limit;
    }

    /// <summary>Takes memory from the budget.</summary>
    /// <param name="bytes">How much; not negative.</param>
    /// <param name="offset">Where in the file the reason lies.</param>
    /// <exception cref="InvalidModelException">The file asks for more than its budget.</exception>
    public void Charge(long bytes, long offset)
    {
        _left -= bytes;
        if (_left < 0)
        {
            throw new InvalidModelException($"decoding needs more than {_limit} bytes of memory: entries repeat without end", offset);
        }
    }

    /// <summary>Takes an array from the budget.</summary>
    public void ChargeArray(long count, int elementSize, long offset) => Charge(ArrayOverhead + (count * elementSize), offset);

    /// <summary>Takes a string from the budget that is decoded from UTF-8.</summary>
    public void ChargeString(long utf8Bytes, long offset) => ChargeArray(utf8Bytes, sizeof(char), offset);
}
