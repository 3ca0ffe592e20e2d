using System.Runtime.InteropServices;
using MobileNetEdge.Runtime.Kernels;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime;

/// <summary>Runs a prepared model: fill the inputs, <see cref="Invoke"/>, read the outputs.</summary>
/// <remarks>
/// One thread at a time may use an interpreter; several interpreters may run the same <see cref="PreparedModel"/> at once.
/// Inputs keep their contents over <see cref="Invoke"/>, outputs until the next one.
/// </remarks>
public sealed unsafe class Interpreter : IDisposable
{
    private readonly PreparedModel _model;
    private byte* _arena;

    internal Interpreter(PreparedModel model)
    {
        _model = model;
        nuint size = (nuint)Math.Max(model.ArenaByteCount, ArenaPlanner.Alignment);
        _arena = (byte*)NativeMemory.AlignedAlloc(size, ArenaPlanner.Alignment);
        NativeMemory.Clear(_arena, size);
    }

    /// <summary>Frees the arena where <see cref="Dispose"/> was forgotten.</summary>
    ~Interpreter() => FreeArena();

    /// <summary>An input's elements, to be filled; NHWC and quantized as <see cref="Model.Inputs"/> says.</summary>
    /// <param name="index">Which input.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the input's element type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    public Span<T> Input<T>(int index = 0)
        where T : unmanaged
    {
        return Elements<T>(_model.Model.Inputs, _model.InputSlices, index);
    }

    /// <summary>An output's elements, as the last <see cref="Invoke"/> left them.</summary>
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
        Arena arena = new(_arena);
        foreach (PreparedOperator step in _model.Operators)
        {
            step.Invoke(arena);
        }

        // Without it, the finalizer could free the arena during the last steps of an interpreter that nothing refers to any more.
        GC.KeepAlive(this);
    }

    /// <summary>Frees the arena.</summary>
    public void Dispose()
    {
        FreeArena();
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

    private void FreeArena()
    {
        NativeMemory.AlignedFree(_arena);
        _arena = null;
    }
}
