using System.Runtime.Intrinsics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// Copies elements of one tensor to places in another that lie at regular distances: what SLICE, TRANSPOSE and each part of a CONCATENATION do.
/// </summary>
/// <remarks>
/// Dimensions that lie side by side in both tensors are merged. What is left ends in a run of neighbours, or, where the last dimension is not the
/// source's, in a matrix that is transposed; the dimensions before are walked through, and shared between threads.
/// </remarks>
internal sealed unsafe class StridedCopy
{
    private readonly int[] _extents;
    private readonly int[] _sourceStrides;
    private readonly int[] _targetStrides;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _rowStride;

    /// <summary>Merges dimensions.</summary>
    /// <param name="extents">Elements along each dimension, outermost first.</param>
    /// <param name="sourceStrides">Elements of the source that a step along each makes.</param>
    /// <param name="targetStrides">Elements of the target.</param>
    public StridedCopy(ReadOnlySpan<int> extents, ReadOnlySpan<int> sourceStrides, ReadOnlySpan<int> targetStrides)
    {
        List<(int Extent, int Source, int Target)> merged = [];
        for (int d = 0; d < extents.Length; d++)
        {
            if (merged.Count > 0 && merged[^1].Source == extents[d] * sourceStrides[d] && merged[^1].Target == extents[d] * targetStrides[d])
            {
                merged[^1] = (merged[^1].Extent * extents[d], sourceStrides[d], targetStrides[d]);
            }
            else if (extents[d] > 1)
            {
                merged.Add((extents[d], sourceStrides[d], targetStrides[d]));
            }
        }

        (_rows, _columns, _rowStride) = (1, 1, 0);
        if (merged.Count > 0 && merged[^1] is { Source: 1, Target: 1 } run)
        {
            _columns = run.Extent;
            merged.RemoveAt(merged.Count - 1);
        }
        else if (merged.Count > 1 && merged[^1].Target == 1 && merged[^2].Source == 1 && merged[^2].Target == merged[^1].Extent)
        {
            (_rows, _rowStride, _columns) = (merged[^1].Extent, merged[^1].Source, merged[^2].Extent);
            merged.RemoveRange(merged.Count - 2, 2);
        }

        _extents = [.. merged.ConvertAll(dimension => dimension.Extent)];
        _sourceStrides = [.. merged.ConvertAll(dimension => dimension.Source)];
        _targetStrides = [.. merged.ConvertAll(dimension => dimension.Target)];
        foreach (int extent in _extents)
        {
            Count *= extent;
        }
    }

    /// <summary>Runs or matrices.</summary>
    public int Count { get; } = 1;

    /// <summary>Copies some of the runs or matrices.</summary>
    /// <param name="source">The source's first element.</param>
    /// <param name="target">The target's.</param>
    /// <param name="first">The first of <see cref="Count"/>.</param>
    /// <param name="end">The one after the last.</param>
    public void Run(sbyte* source, sbyte* target, int first, int end)
    {
        int inner = _extents.Length - 1;
        int length = inner < 0 ? 1 : _extents[inner];
        nint sourceStep = inner < 0 ? 0 : _sourceStrides[inner];
        nint targetStep = inner < 0 ? 0 : _targetStrides[inner];
        for (int i = first; i < end;)
        {
            (nint sourceOffset, nint targetOffset) = Offsets(i / length, inner);
            int position = i % length;
            int count = Math.Min(length - position, end - i);
            Run(source + sourceOffset + position * sourceStep, sourceStep, target + targetOffset + position * targetStep, targetStep, count);
            i += count;
        }
    }

    /// <summary>Where the dimensions before the innermost one stand.</summary>
    private (nint Source, nint Target) Offsets(int index, int dimensions)
    {
        nint source = 0;
        nint target = 0;
        for (int d = dimensions - 1; d >= 0; d--)
        {
            (index, int position) = Math.DivRem(index, _extents[d]);
            source += (nint)position * _sourceStrides[d];
            target += (nint)position * _targetStrides[d];
        }

        return (source, target);
    }

    private void Run(sbyte* source, nint sourceStep, sbyte* target, nint targetStep, int count)
    {
        for (; count > 0; count--)
        {
            if (_rows == 1)
            {
                CopyRun(source, target, _columns);
            }
            else if (_rows == 2)
            {
                Interleave(source, source + _rowStride, target, _columns);
            }
            else
            {
                Transpose(source, target);
            }

            source += sourceStep;
            target += targetStep;
        }
    }

    private void Transpose(sbyte* source, sbyte* target)
    {
        for (nint column = 0; column < _columns; column++)
        {
            sbyte* from = source + column;
            for (int row = 0; row < _rows; row++)
            {
                *target++ = *from;
                from += _rowStride;
            }
        }
    }

    /// <summary>Two rows become pairs: what is widened lies in the even bytes, and what is shifted besides in the odd ones.</summary>
    private static void Interleave(sbyte* even, sbyte* odd, sbyte* target, nint length)
    {
        nint i = 0;
        for (; i <= length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            (Vector128<ushort> evenLower, Vector128<ushort> evenUpper) = Vector128.Widen(Vector128.Load((byte*)even + i));
            (Vector128<ushort> oddLower, Vector128<ushort> oddUpper) = Vector128.Widen(Vector128.Load((byte*)odd + i));
            Vector128.Store(evenLower | (oddLower << 8), (ushort*)(target + 2 * i));
            Vector128.Store(evenUpper | (oddUpper << 8), (ushort*)(target + 2 * i) + Vector128<ushort>.Count);
        }

        for (; i < length; i++)
        {
            target[2 * i] = even[i];
            target[2 * i + 1] = odd[i];
        }
    }

    /// <summary>Writes nothing behind the run, which may be another thread's; the last vector overlaps the one before.</summary>
    private static void CopyRun(sbyte* source, sbyte* target, nint length)
    {
        nint last = length - Vector128<sbyte>.Count;
        for (nint i = 0; i < last; i += Vector128<sbyte>.Count)
        {
            Vector128.Store(Vector128.Load(source + i), target + i);
        }

        if (last >= 0)
        {
            Vector128.Store(Vector128.Load(source + last), target + last);
            return;
        }

        if (length >= sizeof(long))
        {
            *(long*)target = *(long*)source;
            *(long*)(target + length - sizeof(long)) = *(long*)(source + length - sizeof(long));
            return;
        }

        for (nint i = 0; i < length; i++)
        {
            target[i] = source[i];
        }
    }
}
