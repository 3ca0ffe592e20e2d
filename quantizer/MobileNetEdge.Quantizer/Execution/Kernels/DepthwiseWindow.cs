using System.Numerics;
using System.Runtime.CompilerServices;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>The part of a depthwise window that lies inside the input, for one output pixel.</summary>
internal readonly unsafe struct DepthwiseWindow
{
    /// <summary>The activations under the first tap.</summary>
    public required float* Source { get; init; }

    /// <summary>The first tap's weights.</summary>
    public required float* Weights { get; init; }

    /// <summary>Rows of taps.</summary>
    public required int Rows { get; init; }

    /// <summary>Taps of a row.</summary>
    public required int Columns { get; init; }

    /// <summary>Activations from one row of taps to the next.</summary>
    public required nint SourceRow { get; init; }

    /// <summary>Activations from one tap to the next.</summary>
    public required nint SourceColumn { get; init; }

    /// <summary>Weights from one row of taps to the next.</summary>
    public required nint WeightRow { get; init; }

    /// <summary>Weights from one tap to the next.</summary>
    public required nint WeightColumn { get; init; }

    /// <summary>Four vectors of output channels from <paramref name="channel"/> on, each of the input channel of its index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SumFourVectors(nint channel, float* bias, float* target, ClampFunction clamp)
    {
        nint width = Vector<float>.Count;
        Vector<float> s0 = Vector.Load(bias), s1 = Vector.Load(bias + width);
        Vector<float> s2 = Vector.Load(bias + 2 * width), s3 = Vector.Load(bias + 3 * width);
        for (int ky = 0; ky < Rows; ky++)
        {
            float* a = Source + channel + ky * SourceRow;
            float* w = Weights + channel + ky * WeightRow;
            for (int kx = 0; kx < Columns; kx++, a += SourceColumn, w += WeightColumn)
            {
                s0 = Simd.MultiplyAdd(Vector.Load(a), Vector.Load(w), s0);
                s1 = Simd.MultiplyAdd(Vector.Load(a + width), Vector.Load(w + width), s1);
                s2 = Simd.MultiplyAdd(Vector.Load(a + 2 * width), Vector.Load(w + 2 * width), s2);
                s3 = Simd.MultiplyAdd(Vector.Load(a + 3 * width), Vector.Load(w + 3 * width), s3);
            }
        }

        Vector.Store(clamp.Apply(s0), target);
        Vector.Store(clamp.Apply(s1), target + width);
        Vector.Store(clamp.Apply(s2), target + 2 * width);
        Vector.Store(clamp.Apply(s3), target + 3 * width);
    }

    /// <summary>A vector of output channels from <paramref name="channel"/> on, each of the input channel of its index.</summary>
    public void SumVector(nint channel, float* bias, float* target, ClampFunction clamp)
    {
        Vector<float> sum = Vector.Load(bias);
        for (int ky = 0; ky < Rows; ky++)
        {
            float* a = Source + channel + ky * SourceRow;
            float* w = Weights + channel + ky * WeightRow;
            for (int kx = 0; kx < Columns; kx++, a += SourceColumn, w += WeightColumn)
            {
                sum = Simd.MultiplyAdd(Vector.Load(a), Vector.Load(w), sum);
            }
        }

        Vector.Store(clamp.Apply(sum), target);
    }

    /// <summary>One output channel, without activation.</summary>
    public float Sum(nint channel, nint inputChannel, float sum)
    {
        for (int ky = 0; ky < Rows; ky++)
        {
            float* a = Source + inputChannel + ky * SourceRow;
            float* w = Weights + channel + ky * WeightRow;
            for (int kx = 0; kx < Columns; kx++, a += SourceColumn, w += WeightColumn)
            {
                sum += *a * *w;
            }
        }

        return sum;
    }
}
