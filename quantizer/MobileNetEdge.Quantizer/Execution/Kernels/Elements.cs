using System.Numerics;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>Applies functions to dense runs of elements, a vector at a time; the last vector may be part empty.</summary>
internal static class Elements
{
    /// <summary>target[i] = function(source[i]); both may be the same run.</summary>
    public static void Map<TFunction>(TFunction function, ReadOnlySpan<float> source, Span<float> target)
        where TFunction : struct, IUnaryFunction
    {
        ReadOnlySpan<Vector<float>> from = MemoryMarshal.Cast<float, Vector<float>>(source);
        Span<Vector<float>> to = MemoryMarshal.Cast<float, Vector<float>>(target[..source.Length]);
        for (int i = 0; i < from.Length && i < to.Length; i++)
        {
            to[i] = function.Apply(from[i]);
        }

        int done = from.Length * Simd.Width;
        if (done < source.Length)
        {
            StoreFirst(function.Apply(LoadFirst(source[done..])), target[done..source.Length]);
        }
    }

    /// <summary>target[i] = clamp(function(a[i], b[i])); an operand of a single element stands for as many as the target has.</summary>
    public static void Combine<TFunction>(ClampFunction clamp, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> target)
        where TFunction : struct, IBinaryFunction
    {
        Operand operandA = new(a, target.Length);
        Operand operandB = new(b, target.Length);
        Span<Vector<float>> to = MemoryMarshal.Cast<float, Vector<float>>(target);
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = clamp.Apply(TFunction.Apply(operandA[i], operandB[i]));
        }

        int done = to.Length * Simd.Width;
        if (done < target.Length)
        {
            StoreFirst(clamp.Apply(TFunction.Apply(operandA.Last, operandB.Last)), target[done..]);
        }
    }

    /// <summary>A vector of fewer elements than it has room for, zeros behind them.</summary>
    public static Vector<float> LoadFirst(ReadOnlySpan<float> source)
    {
        Span<float> padded = stackalloc float[Simd.Width];
        padded.Clear();
        source.CopyTo(padded);
        return new Vector<float>(padded);
    }

    /// <summary>Stores as many of a vector's elements as the target has room for.</summary>
    public static void StoreFirst(Vector<float> values, Span<float> target)
    {
        Span<float> padded = stackalloc float[Simd.Width];
        values.CopyTo(padded);
        padded[..target.Length].CopyTo(target);
    }

    /// <summary>A run of elements, or one that is repeated.</summary>
    private readonly ref struct Operand
    {
        private readonly ReadOnlySpan<Vector<float>> _vectors;
        private readonly Vector<float> _repeated;

        public Operand(ReadOnlySpan<float> values, int count)
        {
            if (values.Length == 1)
            {
                _repeated = new Vector<float>(values[0]);
                Last = _repeated;
            }
            else
            {
                values = values[..count];
                _vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
                Last = LoadFirst(values[(_vectors.Length * Simd.Width)..]);
            }
        }

        /// <summary>The vector behind the last full one.</summary>
        public Vector<float> Last { get; }

        public Vector<float> this[int index] => _vectors.IsEmpty ? _repeated : _vectors[index];
    }
}
