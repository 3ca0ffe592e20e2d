using MobileNetEdge.Runtime.Numerics;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The mean of each channel over a whole picture, numerics.md equation (17): MEAN over height and width, and global AVERAGE_POOL_2D.</summary>
internal sealed unsafe class PackedMean : PreparedOperator
{
    private const int ChannelGranule = 16;

    private readonly RowChannelSums _sums;
    private readonly int _batch;
    private readonly int _pixels;
    private readonly int _channels;
    private readonly ArenaSlice _input;
    private readonly ArenaSlice _output;
    private readonly int _zeroPointSum;
    private readonly FixedPointMultiplier _multiplier;
    private readonly OutputStage _stage;

    public PackedMean(Mean mean, RowChannelSums sums, PrepareContext context)
        : this(mean, mean.Input, mean.Output, FusedActivation.None, sums, context)
    {
    }

    public PackedMean(Pool2D pool, RowChannelSums sums, PrepareContext context)
        : this(pool, pool.Input, pool.Output, pool.Activation, sums, context)
    {
    }

    private PackedMean(Operator step, Tensor input, Tensor output, FusedActivation activation, RowChannelSums sums, PrepareContext context)
    {
        _sums = sums;
        Path = context.Kernels!.Path;
        Shape shape = input.Shape;
        (_batch, _pixels, _channels) = (shape[0], shape[1] * shape[2], shape[3]);
        _input = context.Slice(input);
        _output = context.Slice(output);
        _zeroPointSum = _pixels * input.Quantization!.ZeroPoint;
        _multiplier = MeanFactor.Of(step, input, output, _pixels);
        _stage = OutputStage.Of(activation, output.Quantization!);
    }

    /// <inheritdoc/>
    public override ExecutionPath Path { get; }

    /// <inheritdoc/>
    public override int MaxParts => (_channels + ChannelGranule - 1) / ChannelGranule;

    /// <inheritdoc/>
    public override int ScratchByteCount => _channels * sizeof(int);

    /// <summary>Whether a mean is that of whole pictures.</summary>
    public static bool Fits(Mean mean) => mean.Input.Shape.Rank == 4 && mean.Axes is [1, 2] && IsOfUsualSize(mean.Input.Shape);

    /// <summary>Whether a pool is the mean of whole pictures.</summary>
    public static bool Fits(Pool2D pool)
    {
        Shape input = pool.Input.Shape;
        return pool.Function == PoolFunction.Average
            && pool.Output.Shape[1] == 1 && pool.Output.Shape[2] == 1
            && pool.WindowHeight == input[1] && pool.WindowWidth == input[2]
            && IsOfUsualSize(input);
    }

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        (int first, int end) = share.Of(_channels, ChannelGranule);
        int* sums = (int*)share.Scratch.At(0);
        for (int n = 0; n < _batch; n++)
        {
            new Span<int>(sums + first, end - first).Clear();
            _sums.Run(share.Arena.Pointer(_input) + (nint)n * _pixels * _channels, _pixels, _channels, first, end, sums);
            sbyte* destination = share.Arena.Pointer(_output) + (nint)n * _channels;
            for (int channel = first; channel < end; channel++)
            {
                destination[channel] = _stage.Apply(sums[channel] - _zeroPointSum, _multiplier);
            }
        }
    }

    /// <summary>128 × pixels must fit an int with room to spare; the sums of all channels lie in a thread's working memory.</summary>
    private static bool IsOfUsualSize(Shape input) => (long)input[1] * input[2] <= 1 << 23 && input[3] <= 1 << 20;
}
