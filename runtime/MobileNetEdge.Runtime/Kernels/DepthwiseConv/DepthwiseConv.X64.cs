using System.Runtime.CompilerServices;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A packed depthwise convolution in 256-bit registers: the walk over channels and pixels.</summary>
/// <remarks>
/// For 32 channels and some pixels at a time, vertical quads are interleaved into a buffer on the stack, every group of eight channels is
/// convolved
/// from there into a buffer of accumulators, and these become results for all 32 channels together.
/// </remarks>
internal sealed unsafe class Depthwise256<TWindow, TQuads, TWeights, TShape> : PackedDepthwise
    where TWindow : struct, IQuadWindow<TQuads, TWeights>
    where TShape : struct, IQuadShape
{
    private const int QuadSize = 4;

    private readonly DepthwiseLayer<TWindow, TQuads, TWeights, TShape> _layer;

    public Depthwise256(WeightedSum sum, int channels)
        : base(channels, TShape.Taps, TShape.Stride)
    {
        _layer = new DepthwiseLayer<TWindow, TQuads, TWeights, TShape>(sum, channels);
    }

    /// <summary>Bytes of a group's quads for the columns under all pixels of the buffer.</summary>
    private static int GroupPitch => (DepthwiseBuffer.Pixels * TShape.Stride + TShape.Taps) * TWindow.QuadBytes;

    /// <summary>Bytes of one quad of each group.</summary>
    private static int QuadBytes => DepthwiseBuffer.Channels / ChannelGranule * GroupPitch;

    /// <inheritdoc/>
    public override void Run(
        sbyte** input, sbyte* output, nint outputPitch, int rows, int width, int firstChannel, int endChannel)
    {
        if (_layer.Requantizer.HasLarge)
        {
            Run<Requantizer.General>(input, output, outputPitch, rows, width, firstChannel, endChannel);
        }
        else if (_layer.Requantizer.IsWhole)
        {
            Run<Requantizer.Whole>(input, output, outputPitch, rows, width, firstChannel, endChannel);
        }
        else
        {
            Run<Requantizer.Clamped>(input, output, outputPitch, rows, width, firstChannel, endChannel);
        }

        GC.KeepAlive(this);
    }

    [SkipLocalsInit]
    private void Run<TForm>(
        sbyte** input, sbyte* output, nint outputPitch, int rows, int width, int firstChannel, int endChannel)
        where TForm : struct, Requantizer.IForm
    {
        int* accumulators = stackalloc int[DepthwiseBuffer.Length + ArenaPlanner.Alignment / sizeof(int)];
        byte* quads = stackalloc byte[2 * QuadBytes + ArenaPlanner.Alignment];
        accumulators = (int*)(((nint)accumulators + ArenaPlanner.Alignment - 1) & -ArenaPlanner.Alignment);
        quads = (byte*)(((nint)quads + ArenaPlanner.Alignment - 1) & -ArenaPlanner.Alignment);
        Requantizer.Constants constants = _layer.Requantizer.Pointers;
        for (int channel = firstChannel; channel < endChannel; channel += DepthwiseBuffer.Channels)
        {
            int channels = Math.Min(DepthwiseBuffer.Channels, endChannel - channel);
            for (int x = 0; x < width; x += DepthwiseBuffer.Pixels)
            {
                int pixels = Math.Min(DepthwiseBuffer.Pixels, width - x);
                Interleave(input, rows, (nint)x * TShape.Stride * Channels + channel, pixels, quads);
                Convolve(quads, rows, pixels, channel, channels, accumulators);
                for (int row = 0; row < rows; row++)
                {
                    sbyte* results = output + row * outputPitch + (nint)x * Channels + channel;
                    int* from = accumulators + row * DepthwiseBuffer.RowPitch;
                    DepthwiseResults<TForm>.Run(constants, channel, channels, from, results, Channels, pixels);
                }
            }
        }
    }

    private void Convolve(byte* quads, int rows, int width, int channel, int channels, int* accumulators)
    {
        int* initial = _layer.Initial + channel;
        byte* weights = _layer.Weights + channel / ChannelGranule * DepthwiseLayer<TWindow, TQuads, TWeights, TShape>.GroupBytes;
        QuadLayout layout = new(GroupPitch, QuadBytes);
        int groups = channels / ChannelGranule;
        if (rows > 1)
        {
            DepthwiseTile<TWindow, TQuads, TWeights, TShape, Counts.Two>.Run(layout, quads, weights, initial, accumulators, groups, width);
        }
        else
        {
            DepthwiseTile<TWindow, TQuads, TWeights, TShape, Counts.One>.Run(layout, quads, weights, initial, accumulators, groups, width);
        }
    }

    private void Interleave(sbyte** input, int rows, nint offset, int width, byte* quads)
    {
        int last = TShape.Taps - 1 + (rows - 1) * TShape.Stride;
        sbyte** four = stackalloc sbyte*[QuadSize];
        for (int i = 0; i < QuadSize; i++)
        {
            four[i] = input[Math.Min(i, last)] + offset;
        }

        int columns = (width - 1) * TShape.Stride + TShape.Taps;
        QuadInterleave<TWindow, TQuads, TWeights>.Run(four, Channels, columns, quads, GroupPitch);
        if (TShape.SecondCount == 0 || last < QuadShapes.SecondRow)
        {
            return;
        }

        int seconds = (width - 1) * TShape.SecondStride + (TShape.SecondCount - 1) * TShape.SecondStep + 1;
        nint pitch = Channels * (TShape.Stride / TShape.SecondStride);
        if (TShape.SecondRows == 2)
        {
            // The last quads would hold a column beyond the input; their weights for it are 0.
            seconds--;
            SetSecond(input, last, offset + seconds * pitch, 0, four);
            QuadInterleave<TWindow, TQuads, TWeights>.Run(four, pitch, 1, quads + QuadBytes + seconds * TWindow.QuadBytes, GroupPitch);
        }

        SetSecond(input, last, offset, TShape.Taps - 1, four);
        QuadInterleave<TWindow, TQuads, TWeights>.Run(four, pitch, seconds, quads + QuadBytes, GroupPitch);
    }

    /// <summary>Where the four places of a second quad are read; what lies below the input or right of a column has weights of 0.</summary>
    private void SetSecond(sbyte** input, int lastRow, nint offset, int lastColumn, sbyte** four)
    {
        for (int i = 0; i < QuadSize; i++)
        {
            int row = Math.Min(QuadShapes.SecondRow + i % TShape.SecondRows, lastRow);
            four[i] = input[row] + offset + Math.Min(i / TShape.SecondRows, lastColumn) * Channels;
        }
    }
}
