namespace MobileNetEdge.Quantizer.Execution;

/// <summary>The computation of one step, in units that different threads may do; a unit gives the same bits whoever does it.</summary>
internal abstract class FloatKernel
{
    /// <summary>Independent parts of the work, each writing elements of its own.</summary>
    public abstract int Units { get; }

    /// <summary>Elementary operations of all the units together, roughly: less than some thousands are not worth a second thread.</summary>
    public abstract long Work { get; }

    /// <summary>Computes the units from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public abstract void Run(FloatBuffers buffers, int first, int end);
}
