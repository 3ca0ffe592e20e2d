using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Passes;

/// <summary>x × factor + offset with constants for each channel, the innermost dimension.</summary>
/// <param name="Factors">One for each channel.</param>
/// <param name="Offsets">One for each channel.</param>
internal sealed record ChannelAffine(double[] Factors, double[] Offsets)
{
    /// <summary>The number of channels.</summary>
    public int Channels => Factors.Length;

    /// <summary>The same constants for all channels.</summary>
    public static ChannelAffine Uniform(int channels, double factor, double offset)
    {
        return new(Repeated(factor, channels), Repeated(offset, channels));
    }

    /// <summary>What a batch normalization computes; null where its statistics are no constants.</summary>
    public static ChannelAffine? Of(BatchNormalization step)
    {
        OperatorChecks.Apply(step);
        if (!step.Inputs.Skip(1).All(FloatConstants.Is))
        {
            return null;
        }

        double[] factors = FloatConstants.Widen(step.Scale);
        double[] offsets = FloatConstants.Widen(step.Offset);
        double[] mean = FloatConstants.Widen(step.Mean);
        double[] variance = FloatConstants.Widen(step.Variance);
        for (int c = 0; c < factors.Length; c++)
        {
            factors[c] /= Math.Sqrt(variance[c] + step.Epsilon);
            offsets[c] -= mean[c] * factors[c];
        }

        return new ChannelAffine(factors, offsets);
    }

    /// <summary>What a step computes of one operand, before its clamp; null where the other is not a constant for each channel.</summary>
    public static ChannelAffine? Of(Binary step, Tensor argument)
    {
        Tensor constant = ReferenceEquals(step.A, argument) ? step.B : step.A;
        if (argument.Shape.Rank == 0 || !argument.Shape.Equals(step.Output.Shape) || Values(constant, argument.Shape[^1]) is not { } values)
        {
            return null;
        }

        int channels = values.Length;
        return step.Function switch
        {
            BinaryFunction.Add => new(Repeated(1, channels), values),
            BinaryFunction.Mul => new(values, Repeated(0, channels)),
            _ when ReferenceEquals(step.A, argument) => new(Repeated(1, channels), Array.ConvertAll(values, value => -value)),
            _ => new(Repeated(-1, channels), values),
        };
    }

    private static double[]? Values(Tensor constant, int channels)
    {
        if (!FloatConstants.Is(constant))
        {
            return null;
        }

        int count = constant.Shape.ElementCount;
        return count == 1
            ? Repeated(FloatConstants.Widen(constant)[0], channels)
            : count == channels && constant.Shape[^1] == channels ? FloatConstants.Widen(constant) : null;
    }

    private static double[] Repeated(double value, int count)
    {
        double[] values = new double[count];
        Array.Fill(values, value);
        return values;
    }
}
