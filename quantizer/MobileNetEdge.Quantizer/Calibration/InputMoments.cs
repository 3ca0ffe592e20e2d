using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer;

/// <summary>Means and second moments of what the weights of a layer multiply, for each group of channels.</summary>
internal sealed class InputMoments
{
    private readonly LayerWindows _windows;
    private readonly float[] _rows;

    /// <summary>
    /// Sums of products: [group, i, j], or [i, j, channel] for a depthwise convolution; j is at least i. Those of one input are added up in single
    /// precision, those of all inputs in double: many equal values, such as a clamp's bound, would let small errors of one sign grow.
    /// </summary>
    private readonly double[] _products;

    /// <summary>Sums: [group, i], or [i, channel].</summary>
    private readonly double[] _sums;

    private long _count;

    /// <summary>Nothing seen yet.</summary>
    public InputMoments(LayerWindows windows)
    {
        _windows = windows;
        _rows = new float[windows.Rows * windows.RowLength];
        _products = new double[windows.Groups * windows.Depth * windows.Depth];
        _sums = new double[windows.Groups * windows.Depth];
    }

    /// <summary>Weights of an output channel.</summary>
    public int Depth => _windows.Depth;

    /// <summary>Groups of channels.</summary>
    public int Groups => _windows.Groups;

    /// <summary>Looks at the layer's input.</summary>
    public void Observe(ReadOnlySpan<float> input)
    {
        _count += _windows.Rows;
        float[] products = ArrayPool<float>.Shared.Rent(_products.Length);
        products.AsSpan(0, _products.Length).Clear();
        int passes = _windows.IsDepthwise ? 1 : Groups;
        for (int group = 0; group < passes; group++)
        {
            _windows.Gather(input, group, _rows);
            int length = _windows.RowLength;
            ChannelSums.Add(_rows, new ValueRange(float.NegativeInfinity, float.PositiveInfinity), _sums.AsSpan(group * length, length));
            if (_windows.IsDepthwise)
            {
                AddChannelProducts(products);
            }
            else
            {
                AddProducts(products.AsSpan(group * Depth * Depth, Depth * Depth));
            }
        }

        for (int i = 0; i < _products.Length; i++)
        {
            _products[i] += products[i];
        }

        ArrayPool<float>.Shared.Return(products);
    }

    /// <summary>Adds what was seen elsewhere.</summary>
    public void Add(InputMoments other)
    {
        _count += other._count;
        for (int i = 0; i < _products.Length; i++)
        {
            _products[i] += other._products[i];
        }

        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] += other._sums[i];
        }
    }

    /// <summary>The means of a group's inputs.</summary>
    public double[] Means(int group)
    {
        return [.. Enumerable.Range(0, Depth).Select(i => _sums[_windows.IsDepthwise ? i * Groups + group : group * Depth + i] / _count)];
    }

    /// <summary>The covariances of a group's inputs: Depth × Depth.</summary>
    public double[] Covariances(int group)
    {
        double[] means = Means(group);
        double[] covariances = new double[Depth * Depth];
        for (int i = 0; i < Depth; i++)
        {
            for (int j = i; j < Depth; j++)
            {
                double product = _products[_windows.IsDepthwise ? (i * Depth + j) * Groups + group : (group * Depth + i) * Depth + j];
                covariances[i * Depth + j] = covariances[j * Depth + i] = product / _count - means[i] * means[j];
            }
        }

        return covariances;
    }

    private void AddChannelProducts(Span<float> products)
    {
        int channels = Groups;
        for (int row = 0; row < _windows.Rows; row++)
        {
            ReadOnlySpan<float> taps = _rows.AsSpan(row * _windows.RowLength, _windows.RowLength);
            for (int i = 0; i < Depth; i++)
            {
                for (int j = i; j < Depth; j++)
                {
                    AddProduct(taps.Slice(i * channels, channels), taps.Slice(j * channels, channels), products.Slice((i * Depth + j) * channels, channels));
                }
            }
        }
    }

    private static void AddProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> sums)
    {
        ReadOnlySpan<Vector<float>> va = MemoryMarshal.Cast<float, Vector<float>>(a);
        ReadOnlySpan<Vector<float>> vb = MemoryMarshal.Cast<float, Vector<float>>(b);
        Span<Vector<float>> to = MemoryMarshal.Cast<float, Vector<float>>(sums);
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = Simd.MultiplyAdd(va[i], vb[i], to[i]);
        }

        for (int i = to.Length * Vector<float>.Count; i < sums.Length; i++)
        {
            sums[i] += a[i] * b[i];
        }
    }

    /// <summary>Adds rowsᵀ × rows, four vectors of a line of the matrix at a time.</summary>
    private void AddProducts(Span<float> matrix)
    {
        int width = Vector<float>.Count;
        for (int i = 0; i < Depth; i++)
        {
            int j = i;
            for (; j <= Depth - 4 * width; j += 4 * width)
            {
                AddFourVectors(i, j, matrix.Slice(i * Depth + j, 4 * width));
            }

            for (; j < Depth; j++)
            {
                float sum = 0;
                for (int row = 0; row < _rows.Length; row += Depth)
                {
                    sum += _rows[row + i] * _rows[row + j];
                }

                matrix[i * Depth + j] += sum;
            }
        }
    }

    private void AddFourVectors(int i, int j, Span<float> target)
    {
        Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(target);
        (Vector<float> s0, Vector<float> s1, Vector<float> s2, Vector<float> s3) = (sums[0], sums[1], sums[2], sums[3]);
        for (int row = 0; row < _rows.Length; row += Depth)
        {
            Vector<float> a = new(_rows[row + i]);
            ReadOnlySpan<Vector<float>> b = MemoryMarshal.Cast<float, Vector<float>>(_rows.AsSpan(row + j, target.Length));
            s0 = Simd.MultiplyAdd(a, b[0], s0);
            s1 = Simd.MultiplyAdd(a, b[1], s1);
            s2 = Simd.MultiplyAdd(a, b[2], s2);
            s3 = Simd.MultiplyAdd(a, b[3], s3);
        }

        (sums[0], sums[1], sums[2], sums[3]) = (s0, s1, s2, s3);
    }
}
