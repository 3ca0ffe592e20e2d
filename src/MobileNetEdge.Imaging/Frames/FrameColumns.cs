using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MobileNetEdge.Imaging;

/// <summary>The second filter: along columns of 16 bytes that hold 16 result rows of one source column.</summary>
/// <remarks>A component's filter, with the position of each tap's column instead of its sample.</remarks>
internal sealed class FrameColumns
{
    private readonly FrameAxis _axis;
    private readonly nint[] _ends;
    private readonly nint[] _positions;

    /// <param name="axis">The filter along the frame's x axis.</param>
    /// <param name="component">Where the component stands in a row.</param>
    /// <param name="firstByte">The first byte of the row that became a column.</param>
    /// <param name="firstColumn">The byte position of that column.</param>
    public FrameColumns(FrameAxis axis, in FrameComponent component, int firstByte, int firstColumn)
    {
        _axis = axis;
        _ends = [.. Enumerable.Range(1, axis.Length).Select(i => (nint)axis.Begin(i))];
        _positions = new nint[axis.Samples.Length];
        for (int t = 0; t < _positions.Length; t++)
        {
            _positions[t] = firstColumn + ((component.Offset + (axis.Samples[t] * component.Step) - firstByte) * Vector128<byte>.Count);
        }
    }

    /// <summary>Filters the component, 16 rows at once.</summary>
    /// <param name="columns">The first column of the strip; every tap of the filter lies in it.</param>
    /// <param name="result">16 bytes for each column of the result.</param>
    /// <param name="step">Bytes from one of these to the next.</param>
    public void Filter(ref byte columns, ref byte result, nint step)
    {
        ref nint position = ref MemoryMarshal.GetArrayDataReference(_positions);
        ref byte weight = ref MemoryMarshal.GetArrayDataReference(_axis.Weights);
        nint tap = 0;
        foreach (nint end in _ends)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = (default, default);
            for (; tap < end; tap++)
            {
                ref byte column = ref Unsafe.Add(ref columns, Unsafe.Add(ref position, tap));
                WeightedRows.Add(ref low, ref high, ref column, Unsafe.Add(ref weight, tap));
            }

            WeightedRows.Finish(low, high).StoreUnsafe(ref result);
            result = ref Unsafe.Add(ref result, step);
        }
    }

    /// <summary>Filters the component and another that has the same filter and layout, whose results stand 16 bytes after this one's.</summary>
    public void FilterBoth(FrameColumns other, ref byte columns, ref byte result, nint step)
    {
        ref nint position = ref MemoryMarshal.GetArrayDataReference(_positions);
        ref byte weight = ref MemoryMarshal.GetArrayDataReference(_axis.Weights);
        nint distance = other._positions[0] - _positions[0];
        nint tap = 0;
        foreach (nint end in _ends)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = (default, default);
            (Vector128<ushort> otherLow, Vector128<ushort> otherHigh) = (default, default);
            for (; tap < end; tap++)
            {
                ref byte column = ref Unsafe.Add(ref columns, Unsafe.Add(ref position, tap));
                WeightedRows.Add(ref low, ref high, ref column, Unsafe.Add(ref weight, tap));
                WeightedRows.Add(ref otherLow, ref otherHigh, ref Unsafe.Add(ref column, distance), Unsafe.Add(ref weight, tap));
            }

            WeightedRows.Finish(low, high).StoreUnsafe(ref result);
            WeightedRows.Finish(otherLow, otherHigh).StoreUnsafe(ref result, (nuint)Vector128<byte>.Count);
            result = ref Unsafe.Add(ref result, step);
        }
    }
}
