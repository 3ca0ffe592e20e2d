using MobileNetEdge.Runtime.Numerics;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>AVERAGE_POOL_2D and MAX_POOL_2D; the mean is requantized from the sum by a multiplier for each number of elements, numerics.md equation (17).</summary>
internal sealed class PoolReference : PreparedOperator
{
    private readonly PoolParameters _parameters;
    private readonly Operand _input;
    private readonly ArenaSlice _output;
    private readonly int _inputZeroPoint;
    private readonly OutputStage _stage;
    private readonly FixedPointMultiplier[]? _meanMultipliers;

    public PoolReference(Pool2D pool, PrepareContext context)
    {
        _parameters = PoolParameters.Of(pool);
        _input = context.Operand(pool.Input);
        _output = context.Slice(pool.Output);
        _inputZeroPoint = pool.Input.Quantization!.ZeroPoint;
        _stage = OutputStage.Of(pool.Activation, pool.Output.Quantization!);
        _meanMultipliers = pool.Function == PoolFunction.Average ? MeanMultipliers(pool) : null;
    }

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        ReadOnlySpan<sbyte> source = _input.Read<sbyte>(share.Arena);
        Span<sbyte> destination = share.Arena.Int8(_output);
        int index = 0;
        for (int n = 0; n < _parameters.Batch; n++)
        {
            for (int y = 0; y < _parameters.Vertical.Output; y++)
            {
                for (int x = 0; x < _parameters.Horizontal.Output; x++)
                {
                    for (int channel = 0; channel < _parameters.Channels; channel++)
                    {
                        destination[index++] = Window(source, n, y, x, channel);
                    }
                }
            }
        }
    }

    private sbyte Window(ReadOnlySpan<sbyte> source, int n, int y, int x, int channel)
    {
        int sum = 0;
        int count = 0;
        int max = sbyte.MinValue;
        for (int ky = 0; ky < _parameters.Vertical.Taps; ky++)
        {
            for (int kx = 0; kx < _parameters.Horizontal.Taps; kx++)
            {
                int inputY = _parameters.Vertical.Position(y, ky);
                int inputX = _parameters.Horizontal.Position(x, kx);
                if (_parameters.Vertical.Contains(inputY) && _parameters.Horizontal.Contains(inputX))
                {
                    int pixel = (n * _parameters.Vertical.Input + inputY) * _parameters.Horizontal.Input + inputX;
                    int value = source[pixel * _parameters.Channels + channel];
                    sum += value - _inputZeroPoint;
                    count++;
                    max = Math.Max(max, value);
                }
            }
        }

        return _meanMultipliers is null
            ? _stage.Store(max - _stage.ZeroPoint)
            : _stage.Apply(sum, _meanMultipliers[count]);
    }

    /// <summary>The multiplier for each number of elements.</summary>
    public static FixedPointMultiplier[] MeanMultipliers(Pool2D pool)
    {
        int elements = Math.Min(pool.WindowHeight, pool.Input.Shape[1]) * Math.Min(pool.WindowWidth, pool.Input.Shape[2]);
        FixedPointMultiplier[] multipliers = new FixedPointMultiplier[elements + 1];
        for (int count = 1; count <= elements; count++)
        {
            multipliers[count] = MeanFactor.Of(pool, pool.Input, pool.Output, count);
        }

        return multipliers;
    }
}
