using System.Collections.Immutable;
using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer;

/// <summary>Runs a float network: fill the inputs, <see cref="Run"/>, read the outputs.</summary>
/// <remarks>
/// One thread at a time may use an executor; several executors may run the same <see cref="FloatProgram"/> at once. Inputs keep their
/// contents over <see cref="Run"/>, outputs until the next one. The results are the same bits for any number of threads.
/// </remarks>
public sealed class FloatExecutor : IDisposable
{
    /// <summary>Less work than this takes about as long as waking a thread.</summary>
    private const long MinParallelWork = 100_000;

    /// <summary>More parts than threads, so that a thread that starts late does not hold up the others.</summary>
    private const int PartsPerThread = 4;

    private readonly ParallelOptions _parallel;
    private readonly bool _keepsAll;
    private FloatBuffers? _buffers;

    /// <summary>Prepares a network and takes the memory to run it.</summary>
    /// <param name="model">The network, as <see cref="FloatProgram"/> describes.</param>
    /// <param name="threads">How many threads share the work of a step; 0 for one each core.</param>
    /// <param name="keepAll">Whether <see cref="Value"/> can read every activation after a run.</param>
    /// <exception cref="InvalidModelException">The network contradicts the operators' definitions.</exception>
    /// <exception cref="UnsupportedModelException">An operator or a size that this executor does not have.</exception>
    public FloatExecutor(Model model, int threads = 0, bool keepAll = false)
        : this(new FloatProgram(model), threads, keepAll)
    {
    }

    /// <summary>Takes the memory to run a program.</summary>
    /// <param name="program">The program, which other executors may run as well.</param>
    /// <param name="threads">How many threads share the work of a step; 0 for one each core.</param>
    /// <param name="keepAll">Whether <see cref="Value"/> can read every activation after a run.</param>
    /// <exception cref="UnsupportedModelException">The activations take more memory than allowed.</exception>
    public FloatExecutor(FloatProgram program, int threads = 0, bool keepAll = false)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Program = program;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads };
        _keepsAll = keepAll;
        _buffers = new FloatBuffers(program, keepAll);
    }

    /// <summary>The program that is run.</summary>
    public FloatProgram Program { get; }

    private FloatBuffers Buffers => _buffers ?? throw new ObjectDisposedException(nameof(FloatExecutor));

    /// <summary>An input's elements, to be filled.</summary>
    /// <param name="index">Which input of the model.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    public Span<float> Input(int index = 0) => Buffers.Span(At(Program.Inputs, index));

    /// <summary>An output's elements, as the last <see cref="Run"/> left them.</summary>
    /// <param name="index">Which output of the model.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public ReadOnlySpan<float> Output(int index = 0) => Buffers.Span(At(Program.Outputs, index));

    /// <summary>The elements of any tensor, as the last <see cref="Run"/> left them.</summary>
    /// <param name="tensor">An input, an output or a constant operand; any activation if the executor keeps all.</param>
    /// <exception cref="ArgumentException">The tensor is not the model's, or its memory has been given to another.</exception>
    public ReadOnlySpan<float> Value(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (!Program.Indices.TryGetValue(tensor, out int index))
        {
            throw new ArgumentException($"{tensor} is not a tensor that the network computes with", nameof(tensor));
        }

        bool lives = Program.Storages[index].Constant is not null || Program.Inputs.Contains(index) || Program.Outputs.Contains(index);
        return _keepsAll || lives
            ? Buffers.Span(index)
            : throw new ArgumentException($"{tensor} is not kept; create the executor with keepAll", nameof(tensor));
    }

    /// <summary>Computes the outputs from the inputs.</summary>
    /// <param name="observer">Is shown the inputs, then each step's output, in order and on the caller's thread.</param>
    public void Run(FloatObserver? observer = null)
    {
        FloatBuffers buffers = Buffers;
        for (int i = 0; i < Program.Inputs.Length && observer is not null; i++)
        {
            observer(Program.Model.Inputs[i], buffers.Span(Program.Inputs[i]));
        }

        foreach (FloatStep step in Program.Steps)
        {
            if (step.Kernel is not null)
            {
                Compute(step.Kernel, buffers);
            }

            if (Program.Storages[step.Target].Constant is null)
            {
                observer?.Invoke(step.Output, buffers.Span(step.Target));
            }
        }
    }

    /// <summary>Computes the steps from one on, from the values that those before left.</summary>
    /// <param name="first">The first step.</param>
    /// <param name="change">May change each step's output as soon as it is computed.</param>
    internal void RunFrom(int first, FloatChange change)
    {
        FloatBuffers buffers = Buffers;
        for (int i = first; i < Program.Steps.Length; i++)
        {
            FloatStep step = Program.Steps[i];
            if (step.Kernel is not null)
            {
                Compute(step.Kernel, buffers);
                change(step.Output, buffers.Span(step.Target));
            }
        }
    }

    /// <summary>The elements of an activation, to be changed; the executor keeps all.</summary>
    internal Span<float> Activation(Tensor tensor) => Buffers.Span(Program.Indices[tensor]);

    /// <summary>Gives up the memory.</summary>
    public void Dispose() => _buffers = null;

    private static int At(ImmutableArray<int> storages, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, storages.Length);
        return storages[index];
    }

    private void Compute(FloatKernel kernel, FloatBuffers buffers)
    {
        int threads = _parallel.MaxDegreeOfParallelism;
        int parts = kernel.Work < MinParallelWork || threads == 1 ? 1 : (int)Math.Min((long)threads * PartsPerThread, kernel.Units);
        if (parts == 1)
        {
            kernel.Run(buffers, 0, kernel.Units);
            return;
        }

        Parallel.For(0, parts, _parallel, part => kernel.Run(buffers, Boundary(part), Boundary(part + 1)));

        int Boundary(int part) => (int)((long)kernel.Units * part / parts);
    }
}
