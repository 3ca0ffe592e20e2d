using System.Numerics;
using System.Runtime.Intrinsics;
using MobileNetEdge.Runtime.Numerics;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// Pooling by maximum: first down the columns of all rows under the windows, whole rows at a time whatever the channels, then along the row that
/// this leaves.
/// </summary>
/// <param name="geometry">The windows.</param>
/// <param name="range">The clamp of the result.</param>
internal sealed unsafe class MaxWindow(WindowGeometry geometry, ActivationRange range) : WindowKernel
{
    private readonly int _channels = geometry.Channels;

    /// <inheritdoc/>
    public override int OutputChannels => _channels;

    /// <summary>Channels are not split: the row of maxima would be made by each thread.</summary>
    public override int ChannelGranule => _channels;

    /// <inheritdoc/>
    public override int ScratchByteCount => (int)ArenaPlanner.AlignUp((long)geometry.RowByteCount + PackedDepthwise.ReadSlack);

    /// <inheritdoc/>
    public override void Run(sbyte** rows, sbyte* output, int rowCount, int firstChannel, int endChannel, byte* scratch)
    {
        int width = geometry.Horizontal.Output;
        for (int row = 0; row < rowCount; row++)
        {
            MaxOfRows(rows + row * geometry.Vertical.Stride, (sbyte*)scratch);
            for (int x = 0; x < width; x++)
            {
                MaxOfPixels((sbyte*)scratch + (nint)x * geometry.Horizontal.Stride * _channels, output);
                output += _channels;
            }
        }
    }

    /// <summary>Rows have slack behind them, and so has the result.</summary>
    private void MaxOfRows(sbyte** rows, sbyte* result)
    {
        nint length = geometry.RowByteCount;
        for (nint i = 0; i < length; i += Vector<sbyte>.Count)
        {
            Vector<sbyte> max = Vector.Load(rows[0] + i);
            for (int tap = 1; tap < geometry.Vertical.Taps; tap++)
            {
                max = Vector.Max(max, Vector.Load(rows[tap] + i));
            }

            Vector.Store(max, result + i);
        }
    }

    /// <summary>The last vector of a pixel ends with its last channel; pixels of less than eight channels go one by one.</summary>
    private void MaxOfPixels(sbyte* pixels, sbyte* output)
    {
        nint last = _channels - Vector<sbyte>.Count;
        for (nint channel = 0; channel < last; channel += Vector<sbyte>.Count)
        {
            Vector.Store(MaxOfTaps(pixels + channel), output + channel);
        }

        if (last >= 0)
        {
            Vector.Store(MaxOfTaps(pixels + last), output + last);
        }
        else if (_channels >= Vector128<sbyte>.Count)
        {
            nint overlapping = _channels - Vector128<sbyte>.Count;
            Vector128.Store(MaxOf16(pixels), output);
            Vector128.Store(MaxOf16(pixels + overlapping), output + overlapping);
        }
        else
        {
            MaxOfFew(pixels, output);
        }
    }

    /// <summary>Less than 16 channels: what is read behind them is slack or the next pixel's, and not stored.</summary>
    private void MaxOfFew(sbyte* pixels, sbyte* output)
    {
        nint last = _channels - sizeof(long);
        if (last >= 0)
        {
            *(long*)output = MaxOf16(pixels).AsInt64().ToScalar();
            *(long*)(output + last) = MaxOf16(pixels + last).AsInt64().ToScalar();
            return;
        }

        Vector128<sbyte> max = MaxOf16(pixels);
        for (int channel = 0; channel < _channels; channel++)
        {
            output[channel] = max.GetElement(channel);
        }
    }

    private Vector<sbyte> MaxOfTaps(sbyte* pixels)
    {
        Vector<sbyte> max = Vector.Load(pixels);
        for (int tap = 1; tap < geometry.Horizontal.Taps; tap++)
        {
            pixels += _channels;
            max = Vector.Max(max, Vector.Load(pixels));
        }

        return Vector.Min(Vector.Max(max, new Vector<sbyte>((sbyte)range.Min)), new Vector<sbyte>((sbyte)range.Max));
    }

    private Vector128<sbyte> MaxOf16(sbyte* pixels)
    {
        Vector128<sbyte> max = Vector128.Load(pixels);
        for (int tap = 1; tap < geometry.Horizontal.Taps; tap++)
        {
            pixels += _channels;
            max = Vector128.Max(max, Vector128.Load(pixels));
        }

        return Vector128.Min(Vector128.Max(max, Vector128.Create((sbyte)range.Min)), Vector128.Create((sbyte)range.Max));
    }
}
