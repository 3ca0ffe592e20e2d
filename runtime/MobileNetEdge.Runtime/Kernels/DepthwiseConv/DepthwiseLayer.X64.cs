namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// A depthwise convolution's weights, packed for 256-bit registers: groups of eight channels; in a group, for each row of output, the
/// weights of
/// first quads, column by column, and of second quads.
/// </summary>
/// <typeparam name="TWindow">The quads.</typeparam>
/// <typeparam name="TQuads">Quads in registers.</typeparam>
/// <typeparam name="TWeights">Weights in registers.</typeparam>
/// <typeparam name="TShape">The window.</typeparam>
internal sealed unsafe class DepthwiseLayer<TWindow, TQuads, TWeights, TShape>
    where TWindow : struct, IQuadWindow<TQuads, TWeights>
    where TShape : struct, IQuadShape
{
    private const int Group = Requantizer.Panel;
    private const int QuadSize = 4;

    private readonly PackedMemory<byte> _weights;
    private readonly PackedMemory<int> _initial;

    public DepthwiseLayer(WeightedSum sum, int channels)
    {
        // Epilogues read constants of a whole block from any group on.
        int[] multipliers = new int[channels + DepthwiseBuffer.Channels];
        _initial = new PackedMemory<int>(channels);
        _weights = new PackedMemory<byte>(checked(channels / Group * GroupBytes));
        for (int channel = 0; channel < channels; channel++)
        {
            (_initial.Span[channel], multipliers[channel]) = Constants(sum, channels, channel);
            PackChannel(sum.Weights[channel..], channels, channel);
        }

        Requantizer = new Requantizer(multipliers, sum.Output);
    }

    /// <summary>Bytes of a group's weights for one row of output.</summary>
    public static int RowBytes => (TShape.Taps + TShape.SecondCount) * TWindow.QuadBytes;

    /// <summary>Bytes of a group's weights.</summary>
    public static int GroupBytes => PackedDepthwise.MaxRows * RowBytes;

    /// <summary>The constants of the epilogue.</summary>
    public Requantizer Requantizer { get; }

    /// <summary>The weights.</summary>
    public byte* Weights => _weights.Pointer;

    /// <summary>What accumulators start from.</summary>
    public int* Initial => _initial.Pointer;

    private static (int Initial, int Multiplier) Constants(WeightedSum sum, int channels, int channel)
    {
        int weights = 0;
        int magnitude = 0;
        for (int i = channel; i < sum.Weights.Length; i += channels)
        {
            weights += sum.Weights[i];
            magnitude += Math.Abs((int)sum.Weights[i]);
        }

        if (magnitude == 0)
        {
            return Requantizer.Constant(sum.Bias[channel], sum.Multipliers[channel]);
        }

        int initial = unchecked((int)(sum.Bias[channel] - (long)(sum.InputZeroPoint + TWindow.InputOffset) * weights));
        return (initial, sum.Multipliers[channel].Multiplier);
    }

    private void PackChannel(ReadOnlySpan<sbyte> weights, int channels, int channel)
    {
        byte* packed = _weights.Pointer + (nint)(channel / Group) * GroupBytes;
        for (int outputRow = 0; outputRow < PackedDepthwise.MaxRows; outputRow++)
        {
            for (int i = 0; i < TShape.Taps + TShape.SecondCount; i++)
            {
                for (int place = 0; place < QuadSize; place++)
                {
                    (int row, int column) = PositionOf(i, place);
                    row -= outputRow * TShape.Stride;
                    if (row >= 0 && row < TShape.Taps && column < TShape.Taps)
                    {
                        TWindow.Pack(packed, channel % Group, place, weights[(row * TShape.Taps + column) * channels]);
                    }
                }

                packed += TWindow.QuadBytes;
            }
        }
    }

    /// <summary>The row and the column, from the first window's corner on, that a quad holds in one of its four places.</summary>
    private static (int Row, int Column) PositionOf(int quad, int place)
    {
        if (quad < TShape.Taps)
        {
            return (place, quad);
        }

        int first = (quad - TShape.Taps) * TShape.SecondStep;
        return (QuadShapes.SecondRow + place % TShape.SecondRows, first + place / TShape.SecondRows);
    }
}
