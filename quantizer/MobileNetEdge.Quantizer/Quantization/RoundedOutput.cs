using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer;

/// <summary>The last part of an int8 operator: a correction for each channel, a clamp, and rounding to steps.</summary>
/// <param name="parameters">The output's scale and zero point.</param>
/// <param name="activation">The clamp.</param>
/// <param name="channels">The output's innermost extent.</param>
internal readonly struct RoundedOutput(QuantizationParameters parameters, FusedActivation activation, int channels)
{
    private readonly ClampFunction _clamp = ClampFunction.Of(activation);

    /// <summary>The integers of reals.</summary>
    /// <param name="reals">The exact results.</param>
    /// <param name="corrections">Added to each channel; empty for nothing.</param>
    public sbyte[] Round(ReadOnlySpan<float> reals, ReadOnlySpan<double> corrections)
    {
        sbyte[] stored = new sbyte[reals.Length];
        for (int i = 0, channel = 0; i < stored.Length; i++)
        {
            float real = corrections.IsEmpty ? reals[i] : (float)(reals[i] + corrections[channel]);
            float steps = MathF.Floor(Math.Clamp(real, _clamp.Min, _clamp.Max) / parameters.Scale + 0.5f) + parameters.ZeroPoint;
            stored[i] = (sbyte)Math.Clamp(steps, sbyte.MinValue, sbyte.MaxValue);
            channel = channel + 1 == channels ? 0 : channel + 1;
        }

        return stored;
    }

    /// <summary>The sum of each channel of the reals that integers stand for.</summary>
    public double[] ChannelSums(ReadOnlySpan<sbyte> stored)
    {
        long[] sums = new long[channels];
        for (int i = 0, channel = 0; i < stored.Length; i++)
        {
            sums[channel] += stored[i] - parameters.ZeroPoint;
            channel = channel + 1 == channels ? 0 : channel + 1;
        }

        double scale = parameters.Scale;
        return [.. sums.Select(sum => scale * sum)];
    }
}
