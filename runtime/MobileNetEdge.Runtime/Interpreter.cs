using System.Runtime.InteropServices;
using MobileNetEdge.Runtime.Planning;
using MobileNetEdge.Runtime.Threading;

namespace MobileNetEdge.Runtime;

/// <summary>Runs a prepared model: fill the inputs, <see cref="Invoke()"/>, read the outputs.</summary>
/// <remarks>
/// One thread at a time may use an interpreter; several interpreters may run the same <see cref="PreparedModel"/> at once.
/// Inputs keep their contents over <see cref="Invoke()"/>, outputs until the next one.
/// </remarks>
public sealed unsafe class Interpreter : IDisposable
{
    /// <summary>Kernels may read a little beyond a tensor's end.</summary>
    private const int ReadSlack = 2 * ArenaPlanner.Alignment;

    private readonly PreparedModel _model;
    private readonly ThreadTeam _team;
    private byte* _arena;

    internal Interpreter(PreparedModel model, int threads)
    {
        _model = model;
        long arenaBytes = ArenaPlanner.AlignUp(model.ArenaByteCount + ReadSlack);
        long scratchBytes = ArenaPlanner.AlignUp(model.ScratchByteCount + ReadSlack);
        nuint size = (nuint)(arenaBytes + threads * scratchBytes);
        _arena = (byte*)NativeMemory.AlignedAlloc(size, ArenaPlanner.Alignment);
        NativeMemory.Clear(_arena, size);
        Scratch[] scratch = new Scratch[threads];
        for (int thread = 0; thread < threads; thread++)
        {
            scratch[thread] = new Scratch(_arena + arenaBytes + thread * scratchBytes);
        }

        _team = new ThreadTeam(model.Operators, scratch);
    }

    /// <summary>Stops the threads and frees the arena where <see cref="Dispose"/> was forgotten.</summary>
    ~Interpreter() => Free();

    /// <summary>An input's elements, to be filled; NHWC and quantized as <see cref="Model.Inputs"/> says.</summary>
    /// <param name="index">Which input.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the input's element type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    public Span<T> Input<T>(int index = 0)
        where T : unmanaged
    {
        return Elements<T>(_model.Model.Inputs, _model.InputSlices, index);
    }

    /// <summary>An output's elements, as the last <see cref="Invoke()"/> left them.</summary>
    /// <param name="index">Which output.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the output's element type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public ReadOnlySpan<T> Output<T>(int index = 0)
        where T : unmanaged
    {
        return Elements<T>(_model.Model.Outputs, _model.OutputSlices, index);
    }

    /// <summary>An input's contents as bytes, whatever its element type.</summary>
    /// <param name="index">Which input.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    public Span<byte> InputBytes(int index = 0) => Bytes(_model.InputSlices, index);

    /// <summary>An output's contents as bytes, whatever its element type.</summary>
    /// <param name="index">Which output.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public ReadOnlySpan<byte> OutputBytes(int index = 0) => Bytes(_model.OutputSlices, index);

    /// <summary>Computes the outputs from the inputs. Allocates nothing.</summary>
    public void Invoke()
    {
        ObjectDisposedException.ThrowIf(_arena is null, this);
        _team.Run(new Arena(_arena), times: null);

        // Without it, the finalizer could free the arena during the last steps of an interpreter that nothing refers to any more.
        GC.KeepAlive(this);
    }

    /// <summary>Computes the outputs from the inputs and notes how long each step takes.</summary>
    /// <param name="times">Where the times go.</param>
    /// <exception cref="ArgumentException">It is for another number of steps.</exception>
    public void Invoke(StepTimes times)
    {
        ArgumentNullException.ThrowIfNull(times);
        ObjectDisposedException.ThrowIf(_arena is null, this);
        if (times.Count != _model.Steps.Length)
        {
            throw new ArgumentException($"times of {times.Count} steps for a model of {_model.Steps.Length}", nameof(times));
        }

        times.Begin();
        _team.Run(new Arena(_arena), times);
        GC.KeepAlive(this);
    }

    /// <summary>Stops the threads and frees the arena.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private Span<T> Elements<T>(IReadOnlyList<Tensor> tensors, IReadOnlyList<ArenaSlice> slices, int index)
        where T : unmanaged
    {
        Span<byte> bytes = Bytes(slices, index);
        return ElementType.Of<T>() == tensors[index].Type
            ? MemoryMarshal.Cast<byte, T>(bytes)
            : throw new ArgumentException($"{tensors[index]} does not hold {typeof(T).Name} elements", nameof(T));
    }

    private Span<byte> Bytes(IReadOnlyList<ArenaSlice> slices, int index)
    {
        ObjectDisposedException.ThrowIf(_arena is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, slices.Count);
        return new Arena(_arena).Span<byte>(slices[index]);
    }

    private void Free()
    {
        if (_arena is null)
        {
            return;
        }

        // No run is under way: the workers only wait, and end at once. The constructor may have failed before there was a team.
        _team?.Dispose();
        NativeMemory.AlignedFree(_arena);
        _arena = null;
    }
}
