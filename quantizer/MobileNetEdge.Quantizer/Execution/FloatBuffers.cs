namespace MobileNetEdge.Quantizer.Execution;

/// <summary>One executor's memory: the values of each storage of a program.</summary>
internal sealed class FloatBuffers
{
    /// <summary>Activations may take this many bytes together.</summary>
    public const long MaxBytes = 4L << 30;

    private readonly FloatProgram _program;
    private readonly AlignedFloats[] _memory;

    /// <summary>Takes the memory.</summary>
    /// <param name="program">The program whose storages are held.</param>
    /// <param name="keepAll">Whether each activation keeps memory of its own, so that all can be read after a run.</param>
    /// <exception cref="UnsupportedModelException">The activations pass <see cref="MaxBytes"/>.</exception>
    public FloatBuffers(FloatProgram program, bool keepAll)
    {
        _program = program;
        BufferPlan plan = BufferPlan.Of(program, keepAll);
        long bytes = plan.Lengths.Sum(length => (long)length * sizeof(float));
        if (bytes > MaxBytes)
        {
            throw new UnsupportedModelException("activations", $"they need {bytes} bytes; the limit is {MaxBytes}");
        }

        AlignedFloats[] shared = [.. plan.Lengths.Select(length => new AlignedFloats(length))];
        _memory = [.. program.Storages.Select((storage, i) => storage.Constant ?? shared[plan.Assignments[i]])];
    }

    /// <summary>The elements of a storage.</summary>
    public Span<float> Span(int storage) => _memory[storage].Span[.._program.Storages[storage].ElementCount];
}
