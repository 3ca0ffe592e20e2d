using MobileNetEdge.Runtime.Kernels;

namespace MobileNetEdge.Runtime.Tests.Kernels;

/// <summary>What a depthwise layer's values are like.</summary>
internal enum DepthwiseForm
{
    /// <summary>Random weights and inputs, results over the whole range.</summary>
    Random,

    /// <summary>As after a calibrated ReLU6: zero points of -128, no clamp left.</summary>
    Unsigned,

    /// <summary>A clamp inside the range.</summary>
    Clamped,

    /// <summary>Weights of -128 and inputs of -128.</summary>
    MostNegative,

    /// <summary>Weights and inputs of ±127 and ±128.</summary>
    Extreme,

    /// <summary>Multipliers close to 1, so that results need more than 16 bits.</summary>
    LargeMultiplier,

    /// <summary>Multipliers of almost nothing.</summary>
    SmallMultiplier,

    /// <summary>A few channels with multipliers of 1 and more.</summary>
    Shifted,

    /// <summary>Small weights, of which many fit one 16-bit sum.</summary>
    SmallWeights,
}

/// <summary>A random depthwise layer, and its results by the law.</summary>
internal sealed class DepthwiseCase
{
    private readonly Random _random;
    private readonly DepthwiseForm _form;

    public DepthwiseCase(int seed, int channels, int taps, int stride, DepthwiseForm form)
    {
        _random = new Random(seed);
        _form = form;
        (Channels, Taps, Stride) = (channels, taps, stride);
        Sum = MakeSum();
    }

    public int Channels { get; }

    public int Taps { get; }

    public int Stride { get; }

    public WeightedSum Sum { get; }

    /// <summary>A value of the input.</summary>
    public sbyte NextInput() => _form switch
    {
        DepthwiseForm.MostNegative => sbyte.MinValue,
        DepthwiseForm.Extreme => _random.Next(2) == 0 ? sbyte.MinValue : sbyte.MaxValue,
        _ => (sbyte)_random.Next(-128, 128),
    };

    /// <summary>The result for a window's values, [taps, taps].</summary>
    public sbyte Apply(int channel, Func<int, int, sbyte> window)
    {
        int accumulator = Sum.Bias[channel];
        for (int row = 0; row < Taps; row++)
        {
            for (int column = 0; column < Taps; column++)
            {
                accumulator += (window(row, column) - Sum.InputZeroPoint) * Sum.Weights[(row * Taps + column) * Channels + channel];
            }
        }

        return Sum.Output.Apply(accumulator, Sum.Multipliers[channel]);
    }

    private WeightedSum MakeSum()
    {
        float[] scales = [.. Enumerable.Range(0, Channels).Select(c => (1f + _random.NextSingle()) * (IsShifted(c) ? 400f * Taps : 1))];
        Tensor weights = Make.PerChannel(
            new Shape(1, Taps, Taps, Channels), 3, scales, [.. Enumerable.Range(0, Taps * Taps * Channels).Select(_ => NextWeight())]);
        int limit = _form == DepthwiseForm.LargeMultiplier ? 100_000 : 20_000;
        Tensor bias = Make.Bias([.. Enumerable.Range(0, Channels).Select(_ => _random.Next(-limit, limit))]);
        Tensor input = Make.Int8(new Shape(1, 9, 9, Channels), _form == DepthwiseForm.Clamped ? 1e-5f : 1f, InputZeroPoint());
        Tensor output = Make.Int8(new Shape(1, 9, 9, Channels), OutputScale(), OutputZeroPoint());
        FusedActivation activation = _form == DepthwiseForm.Clamped ? FusedActivation.ReluN1To1 : FusedActivation.None;
        WindowAxis axis = new(Stride);
        DepthwiseConv2D step = new(input, weights, bias, output, axis, axis, Padding.Valid, activation);
        return WeightedSum.Prepare(step, input, weights, bias, output, activation, channelAxis: 3);
    }

    private bool IsShifted(int channel) => _form == DepthwiseForm.Shifted && channel % 5 == 4;

    private sbyte NextWeight() => _form switch
    {
        DepthwiseForm.MostNegative => sbyte.MinValue,
        DepthwiseForm.Extreme => new sbyte[] { -128, -127, 0, 127 }[_random.Next(4)],
        DepthwiseForm.SmallWeights => (sbyte)_random.Next(-25, 26),
        _ => (sbyte)_random.Next(-128, 128),
    };

    private int InputZeroPoint() => _form switch
    {
        DepthwiseForm.Unsigned => -128,
        DepthwiseForm.MostNegative => 127,
        _ => new[] { -128, -5, 0, 3, 127 }[_random.Next(5)],
    };

    private int OutputZeroPoint() => _form switch
    {
        DepthwiseForm.Unsigned => -128,
        _ => new[] { -128, -17, 0, 9, 127 }[_random.Next(5)],
    };

    private float OutputScale() => _form switch
    {
        DepthwiseForm.Clamped => 300e-5f * Taps,
        DepthwiseForm.LargeMultiplier => 2.001f,
        DepthwiseForm.SmallMultiplier => 1e8f,
        DepthwiseForm.SmallWeights => 60f * Taps,
        _ => 300f * Taps,
    };
}
