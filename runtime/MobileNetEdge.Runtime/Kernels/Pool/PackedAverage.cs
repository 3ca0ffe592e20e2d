using MobileNetEdge.Runtime.Numerics;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>AVERAGE_POOL_2D of any window: sums of each channel over what of a window lies in the picture, numerics.md equation (17).</summary>
internal sealed unsafe class PackedAverage : PreparedOperator
{
    private const int MaxChannels = 1 << 20;

    private readonly PoolParameters _parameters;
    private readonly RowChannelSums _sums;
    private readonly ArenaSlice _input;
    private readonly ArenaSlice _output;
    private readonly int _zeroPoint;
    private readonly FixedPointMultiplier[] _multipliers;
    private readonly OutputStage _stage;

    public PackedAverage(Pool2D pool, RowChannelSums sums, PrepareContext context)
    {
        Path = context.Kernels!.Path;
        _parameters = PoolParameters.Of(pool);
        _sums = sums;
        _input = context.Slice(pool.Input);
        _output = context.Slice(pool.Output);
        _zeroPoint = pool.Input.Quantization!.ZeroPoint;
        _multipliers = PoolReference.MeanMultipliers(pool);
        _stage = OutputStage.Of(pool.Activation, pool.Output.Quantization!);
    }

    /// <inheritdoc/>
    public override ExecutionPath Path { get; }

    /// <inheritdoc/>
    public override int MaxParts => _parameters.Batch * _parameters.Vertical.Output;

    /// <inheritdoc/>
    public override int ScratchByteCount => _parameters.Channels * sizeof(int);

    /// <summary>Whether a thread's working memory for it is of a usual size.</summary>
    public static bool Fits(Pool2D pool) => pool.Function == PoolFunction.Average && pool.Input.Shape[3] <= MaxChannels;

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        (int first, int end) = share.Of(MaxParts);
        int width = _parameters.Horizontal.Output;
        int* sums = (int*)share.Scratch.At(0);
        sbyte* output = share.Arena.Pointer(_output) + (nint)first * width * _parameters.Channels;
        for (int row = first; row < end; row++)
        {
            (int picture, int y) = Math.DivRem(row, _parameters.Vertical.Output);
            for (int x = 0; x < width; x++)
            {
                int count = Sum(share.Arena.Pointer(_input), picture, y, x, sums);
                Store(sums, count, output);
                output += _parameters.Channels;
            }
        }
    }

    /// <summary>Sums a window, row by row, and gives the number of its pixels that lie in the picture.</summary>
    private int Sum(sbyte* input, int picture, int y, int x, int* sums)
    {
        int channels = _parameters.Channels;
        new Span<int>(sums, channels).Clear();
        (int top, int bottom) = Inside(_parameters.Vertical, y);
        (int left, int right) = Inside(_parameters.Horizontal, x);
        for (int row = top; row < bottom; row++)
        {
            nint pixel = ((nint)picture * _parameters.Vertical.Input + row) * _parameters.Horizontal.Input + left;
            _sums.Run(input + pixel * channels, right - left, channels, 0, channels, sums);
        }

        return (bottom - top) * (right - left);
    }

    private void Store(int* sums, int count, sbyte* output)
    {
        FixedPointMultiplier multiplier = _multipliers[count];
        int zeroPoints = count * _zeroPoint;
        for (int channel = 0; channel < _parameters.Channels; channel++)
        {
            output[channel] = _stage.Apply(sums[channel] - zeroPoints, multiplier);
        }
    }

    /// <summary>The input elements under a window.</summary>
    private static (int First, int End) Inside(SlidingAxis axis, int output)
    {
        int first = axis.Position(output, 0);
        return (Math.Max(first, 0), Math.Min(first + axis.Taps, axis.Input));
    }
}
