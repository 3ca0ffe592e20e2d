namespace MobileNetEdge.Runtime.Tests;

/// <summary>Compares stored values with what exact arithmetic gives.</summary>
internal static class Real
{
    /// <summary>The reals that stored values stand for.</summary>
    public static double[] Of(Tensor tensor, sbyte[] values)
    {
        QuantizationParameters quantization = tensor.Quantization!;
        return [.. values.Select(q => (double)quantization.Scale * (q - quantization.ZeroPoint))];
    }

    /// <summary>
    /// Asserts that a stored value is the exact real, rounded and clamped, where a rounding within <paramref name="tolerance"/> steps of a
    /// tie may go either way.
    /// </summary>
    public static void AssertRounded(
        double real, Tensor output, sbyte actual, double tolerance, string context, FusedActivation activation = FusedActivation.None)
    {
        double clamped = activation switch
        {
            FusedActivation.Relu => Math.Max(real, 0),
            FusedActivation.Relu6 => Math.Clamp(real, 0, 6),
            FusedActivation.ReluN1To1 => Math.Clamp(real, -1, 1),
            _ => real,
        };
        double steps = clamped / output.Quantization!.Scale + output.Quantization.ZeroPoint;

        // Both ways of rounding a tie lie within the tolerance, which is never zero.
        double least = Math.Clamp(Math.Round(steps - tolerance), -128, 127);
        double most = Math.Clamp(Math.Round(steps + tolerance), -128, 127);
        Assert.True(actual >= least && actual <= most, $"{context}: stored {actual}, exact {steps} steps, tolerance {tolerance}");
    }
}
