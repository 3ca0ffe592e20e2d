using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// Depthwise convolutions whose products are added in pairs of 16 bits: blocks of eight channels with their weights, tap after tap, initial
/// values and multipliers.
/// </summary>
internal abstract unsafe class DepthwisePairsAdvSimd : PackedDepthwise
{
    /// <summary>Where a block's initial values are.</summary>
    protected const int InitialOffset = 0;

    /// <summary>Where a block's multipliers are.</summary>
    protected const int MultiplierOffset = ChannelGranule * sizeof(int);

    private const int WeightOffset = 2 * ChannelGranule * sizeof(int);

    private readonly PackedMemory<sbyte> _blocks;

    protected DepthwisePairsAdvSimd(WeightedSum sum, int channels, int taps, int stride)
        : base(channels, taps, stride)
    {
        BlockBytes = WeightOffset + (taps * taps * ChannelGranule + 15) / 16 * 16;
        Stage = new(sum.Output);
        _blocks = new(channels / ChannelGranule * (int)BlockBytes);
        for (int channel = 0; channel < channels; channel++)
        {
            sbyte* block = Block(channel);
            int lane = channel % ChannelGranule;
            for (int tap = 0; tap < taps * taps; tap++)
            {
                block[WeightOffset + tap * ChannelGranule + lane] = sum.Weights[tap * channels + channel];
            }

            ((int*)(block + InitialOffset))[lane] = DepthwiseConstants.InitialOf(sum, channels, channel);
            ((int*)(block + MultiplierOffset))[lane] = sum.Multipliers[channel].Multiplier;
        }
    }

    /// <summary>Bytes of a block.</summary>
    protected nint BlockBytes { get; }

    /// <summary>The output stage.</summary>
    protected NeonStageConstants Stage { get; }

    /// <summary>
    /// Two products fit 16 bits unless both weights are -128, a value that TensorFlow Lite's quantization specification excludes.
    /// </summary>
    public static bool Fits(WeightedSum sum) => !sum.Weights.Contains(sbyte.MinValue);

    /// <inheritdoc/>
    public override void Run(sbyte** input, sbyte* output, nint outputPitch, int rows, int width, int firstChannel, int endChannel)
    {
        if (rows == MaxRows)
        {
            RunBlocks<TwoRows>(input, output, output + outputPitch, width, firstChannel, endChannel);
        }
        else
        {
            RunBlocks<OneRow>(input, output, output, width, firstChannel, endChannel);
        }
    }

    /// <summary>One or two rows of output.</summary>
    protected abstract void RunBlocks<TRows>(sbyte** input, sbyte* output0, sbyte* output1, nint width, nint channel, nint endChannel)
        where TRows : struct, IDepthwiseRows;

    /// <summary>The block of a channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected sbyte* Block(nint channel) => _blocks.Pointer + channel / ChannelGranule * BlockBytes;

    /// <summary>The weights of a tap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector64<sbyte> Weight(sbyte* block, int tap) => Vector64.Load(block + WeightOffset + tap * ChannelGranule);

    /// <summary>Stores eight channels of one pixel in each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Store<TRows, TStage>(
        DepthwiseSums first, DepthwiseSums second, DepthwiseSums multipliers, NeonStageConstants stage,
        sbyte* output0, nint x, sbyte* output1)
        where TRows : struct, IDepthwiseRows
        where TStage : struct, INeonStage
    {
        Vector128<short> upperRow = first.Requantize<TStage>(multipliers);
        if (TRows.AreTwo)
        {
            Vector128<sbyte> stored = TStage.Store(upperRow, second.Requantize<TStage>(multipliers), stage);
            AdvSimd.StoreSelectedScalar((long*)output1, stored.AsInt64(), 1);
            stored.GetLower().Store(output0 + x);
        }
        else
        {
            TStage.Store(upperRow, stage).Store(output0 + x);
        }
    }
}
