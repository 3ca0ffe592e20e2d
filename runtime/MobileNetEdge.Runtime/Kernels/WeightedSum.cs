using System.Runtime.InteropServices;
using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// What convolutions and fully connected layers share: weights, a bias and a multiplier for each output channel, and the proof that no
/// accumulator overflows; numerics.md equations (4) to (11).
/// </summary>
internal sealed class WeightedSum
{
    private const double BiasScaleTolerance = 0.02;

    /// <summary>With more than one in so many channels shifted, computing these one by one costs more than packing the others gains.</summary>
    private const int MinChannelsToShifted = 4;

    private readonly ReadOnlyMemory<byte> _weights;
    private readonly int[] _bias;
    private readonly FixedPointMultiplier[] _multipliers;

    private WeightedSum(ReadOnlyMemory<byte> weights, int[] bias, FixedPointMultiplier[] multipliers)
    {
        _weights = weights;
        _bias = bias;
        _multipliers = multipliers;
    }

    /// <summary>The weights in the layout of the file.</summary>
    public ReadOnlySpan<sbyte> Weights => MemoryMarshal.Cast<byte, sbyte>(_weights.Span);

    /// <summary>One value an output channel, in steps of input scale × weight scale.</summary>
    public ReadOnlySpan<int> Bias => _bias;

    /// <summary>Input scale × weight scale / output scale for each output channel.</summary>
    public ReadOnlySpan<FixedPointMultiplier> Multipliers => _multipliers;

    /// <summary>The input's zero point.</summary>
    public int InputZeroPoint { get; private init; }

    /// <summary>The weights' zero point; 0 but in models that began as uint8.</summary>
    public int WeightZeroPoint { get; private init; }

    /// <summary>The way from accumulator to stored value.</summary>
    public OutputStage Output { get; private init; }

    /// <summary>
    /// The largest |requantize(accumulator)| that any input can give, over all channels but <see cref="ShiftedChannels"/>: kernels that keep results in 16 bits until the clamp
    /// ask whether it, and the zero point added to it, fits.
    /// </summary>
    public long MaxSteps { get; private init; }

    /// <summary>The cheapest form of the epilogue that is exact for this layer.</summary>
    public EpilogueForm Epilogue => this switch
    {
        { MaxSteps: > short.MaxValue } => EpilogueForm.Wide,
        { Output.Range: { Min: > sbyte.MinValue } or { Max: < sbyte.MaxValue } } => EpilogueForm.Clamped,
        { Output.ZeroPoint: sbyte.MinValue } => EpilogueForm.Unsigned,
        _ => EpilogueForm.Signed,
    };

    /// <summary>Channels with a multiplier of 1 and more: their weights are so large that few inputs do not saturate.</summary>
    public int[] ShiftedChannels { get; private init; } = [];

    /// <summary>
    /// Whether the sum has the form of packed kernels, as sums of models quantized today do: weights without a zero point, multipliers below 1
    /// but for a few channels, which are computed one by one.
    /// </summary>
    public bool IsPackable => WeightZeroPoint == 0 && ShiftedChannels.Length <= _multipliers.Length / MinChannelsToShifted;

    /// <summary>The sum with multipliers of 0 for <see cref="ShiftedChannels"/>, the form that packed kernels take.</summary>
    public WeightedSum WithoutShifts()
    {
        return ShiftedChannels.Length == 0
            ? this
            : new WeightedSum(_weights, _bias, [.. _multipliers.Select(multiplier => multiplier.LeftShift == 0 ? multiplier : default)])
            {
                InputZeroPoint = InputZeroPoint,
                WeightZeroPoint = WeightZeroPoint,
                Output = Output,
                MaxSteps = MaxSteps,
            };
    }

    /// <summary>The sum of some neighbouring channels, where the channel is the weights' first dimension.</summary>
    public WeightedSum Part(int first, int count)
    {
        int depth = _weights.Length / _multipliers.Length;
        ReadOnlyMemory<byte> weights = _weights.Slice(first * depth, count * depth);
        return new WeightedSum(weights, _bias[first..(first + count)], _multipliers[first..(first + count)])
        {
            InputZeroPoint = InputZeroPoint,
            WeightZeroPoint = WeightZeroPoint,
            Output = Output,
            MaxSteps = MaxSteps,
            ShiftedChannels = [.. ShiftedChannels.Where(channel => channel >= first && channel < first + count).Select(channel => channel - first)],
        };
    }

    /// <summary>Computes the constants and proves the bounds.</summary>
    /// <param name="step">The operator, for messages.</param>
    /// <param name="input">The activations.</param>
    /// <param name="weights">The weights, int8.</param>
    /// <param name="bias">The bias or null.</param>
    /// <param name="output">The result.</param>
    /// <param name="activation">The clamp.</param>
    /// <param name="channelAxis">The weights' dimension that counts output channels: the first or the last.</param>
    /// <exception cref="UnsupportedModelException">A bound cannot be proved, or a multiplier is out of range.</exception>
    public static WeightedSum Prepare(
        Operator step, Tensor input, Tensor weights, Tensor? bias, Tensor output, FusedActivation activation, int channelAxis)
    {
        QuantizationParameters from = input.Quantization!;
        QuantizationParameters by = weights.Quantization!;
        QuantizationParameters to = output.Quantization!;
        int channels = weights.Shape[channelAxis];
        int[] biases = bias is null ? new int[channels] : MemoryMarshal.Cast<byte, int>(bias.Data.Span).ToArray();
        CheckBiasScale(step, from, by, bias, to);

        FixedPointMultiplier[] multipliers = new FixedPointMultiplier[channels];
        long[] magnitudes = WeightMagnitudes(weights, by.ZeroPoint, channels, isLast: channelAxis != 0);
        List<int> shifted = [];
        long maxSteps = 0;
        long inputMagnitude = Math.Max(sbyte.MaxValue - from.ZeroPoint, from.ZeroPoint - sbyte.MinValue);
        for (int channel = 0; channel < channels; channel++)
        {
            double real = (double)from.Scale * by.Scales[by.IsPerChannel ? channel : 0] / to.Scale;
            if (magnitudes[channel] == 0)
            {
                (biases[channel], multipliers[channel]) = Constant(biases[channel] * real);
                maxSteps = Math.Max(maxSteps, Math.Abs(multipliers[channel].Apply(biases[channel])));
                continue;
            }

            long bound = magnitudes[channel] * inputMagnitude + Math.Abs((long)biases[channel]);
            bool representable = real > 0 && real < 1 << 30;
            multipliers[channel] = representable ? FixedPointMultiplier.FromReal(real) : default;
            if (!representable || bound > int.MaxValue || !multipliers[channel].Fits(bound))
            {
                throw new UnsupportedModelException(
                    step.ToString(), $"channel {channel}: an accumulator of up to {bound} times {real:g6} does not fit 32 bits");
            }

            if (multipliers[channel].LeftShift > 0)
            {
                shifted.Add(channel);
            }
            else
            {
                maxSteps = Math.Max(maxSteps, multipliers[channel].Apply((int)bound));
            }
        }

        return new WeightedSum(weights.Data, biases, multipliers)
        {
            InputZeroPoint = from.ZeroPoint,
            WeightZeroPoint = by.ZeroPoint,
            Output = OutputStage.Of(activation, to),
            MaxSteps = maxSteps,
            ShiftedChannels = [.. shifted],
        };
    }

    /// <summary>
    /// A channel whose weights are all zero has one result whatever the input, numerics.md equation (11): it is rounded here, exactly, and
    /// expressed as twice itself times one half, so that kernels need no special case.
    /// </summary>
    private static (int Bias, FixedPointMultiplier Multiplier) Constant(double real)
    {
        // Beyond the int8 range by more than any zero point, all constants clamp to the same value.
        int constant = (int)Math.Clamp(Math.Floor(real + 0.5), -1024, 1024);
        return (2 * constant, FixedPointMultiplier.FromReal(0.5));
    }

    private static long[] WeightMagnitudes(Tensor weights, int zeroPoint, int channels, bool isLast)
    {
        ReadOnlySpan<sbyte> values = MemoryMarshal.Cast<byte, sbyte>(weights.Data.Span);
        long[] sums = new long[channels];
        if (isLast)
        {
            for (; !values.IsEmpty; values = values[channels..])
            {
                AddMagnitudes(values[..channels], zeroPoint, sums);
            }

            return sums;
        }

        int perChannel = values.Length / channels;
        for (int channel = 0; channel < channels; channel++)
        {
            sums[channel] = Magnitude(values.Slice(channel * perChannel, perChannel), zeroPoint);
        }

        return sums;
    }

    private static long Magnitude(ReadOnlySpan<sbyte> weights, int zeroPoint)
    {
        long sum = 0;
        foreach (sbyte weight in weights)
        {
            sum += Math.Abs(weight - zeroPoint);
        }

        return sum;
    }

    private static void AddMagnitudes(ReadOnlySpan<sbyte> weights, int zeroPoint, Span<long> sums)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            sums[i] += Math.Abs(weights[i] - zeroPoint);
        }
    }

    /// <summary>The bias is in steps of input scale × weight scale; TensorFlow Lite tolerates 2 % of an output step in its declared scale.</summary>
    private static void CheckBiasScale(
        Operator step, QuantizationParameters from, QuantizationParameters by, Tensor? bias, QuantizationParameters to)
    {
        if (bias?.Quantization is not { } declared)
        {
            return;
        }

        for (int channel = 0; channel < declared.Scales.Length; channel++)
        {
            double product = (double)from.Scale * by.Scales[Math.Min(channel, by.Scales.Length - 1)];
            if (Math.Abs(product - declared.Scales[channel]) / to.Scale > BiasScaleTolerance)
            {
                throw new InvalidModelException(
                    $"{step}: the bias of channel {channel} has scale {declared.Scales[channel]:g6}, not input times weight scale {product:g6}");
            }
        }
    }
}
