namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>Limits the memory that constants take to what a file of that length can need.</summary>
/// <param name="fileLength">Bytes of the model and of the files that it names.</param>
internal sealed class MemoryBudget(long fileLength)
{
    private const long Base = 32L << 20;
    private const int CopiesOfTheFile = 3;

    private long _left = Base + CopiesOfTheFile * fileLength;

    /// <summary>Takes from the budget before memory is taken.</summary>
    /// <exception cref="InvalidModelException">The budget is spent.</exception>
    public void Charge(long bytes)
    {
        _left -= bytes;
        if (_left < 0 || bytes < 0)
        {
            throw new InvalidModelException($"constants grow beyond {CopiesOfTheFile} times the file's length and {Base >> 20} MiB");
        }
    }

    /// <summary>Adds a file that the model names.</summary>
    public void AddFile(long length) => _left += CopiesOfTheFile * length;
}
