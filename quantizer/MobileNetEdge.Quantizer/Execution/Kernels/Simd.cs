using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>Vector operations that every kernel uses; vectors are as wide as <see cref="Vector{T}"/> is on the machine.</summary>
internal static class Simd
{
    /// <summary>Elements of a vector.</summary>
    public static int Width => Vector<float>.Count;

    /// <summary>a × b + c, rounded once where the machine has such an instruction, else twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> MultiplyAdd(Vector<float> a, Vector<float> b, Vector<float> c)
    {
        return Fma.IsSupported || AdvSimd.IsSupported ? Vector.FusedMultiplyAdd(a, b, c) : a * b + c;
    }

    /// <summary>min(max(x, min), max).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Clamp(Vector<float> x, Vector<float> min, Vector<float> max)
    {
        return Vector.MinNative(max, Vector.MaxNative(min, x));
    }

    /// <summary>Stores the first <paramref name="count"/> elements, fewer than a vector has.</summary>
    public static unsafe void StoreFirst(Vector<float> values, float* target, int count)
    {
        for (int i = 0; i < count; i++)
        {
            target[i] = values[i];
        }
    }
}
