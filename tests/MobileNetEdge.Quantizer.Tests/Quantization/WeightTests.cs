using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer.Tests.Quantization;

public sealed class WeightTests
{
    private const int Seed = 43;

    [Fact]
    public void Largest_weight_gets_127_steps_without_a_search()
    {
        float scale = WeightQuantizer.ChooseScale([0.5f, -1.27f, 0.2f], search: false);

        Assert.Equal(0.01f, scale, 1e-6f);
        Assert.Equal(-127, WeightQuantizer.Quantize(-1.27f, scale));
        Assert.Equal(50, WeightQuantizer.Quantize(0.5f, scale));
    }

    [Fact]
    public void Search_never_makes_the_squared_error_larger()
    {
        Random random = new(Seed);
        for (int trial = 0; trial < 200; trial++)
        {
            float[] weights = [.. Enumerable.Range(0, 1 + random.Next(40)).Select(_ => (float)(random.NextDouble() * random.NextDouble() - 0.3))];
            double plain = Error(weights, WeightQuantizer.ChooseScale(weights, search: false));
            double searched = Error(weights, WeightQuantizer.ChooseScale(weights, search: true));
            Assert.True(searched <= plain * (1 + 1e-6), $"trial {trial}, seed {Seed}");
        }
    }

    [Fact]
    public void Channel_of_zeros_has_a_scale_and_keeps_its_bias()
    {
        QuantizedWeights quantized = Quantize([0f, 0f, 1f, -1f], [3f, 0f]);
        QuantizationParameters scales = quantized.Bias.Quantization!;
        int[] bias = MemoryMarshal.Cast<byte, int>(quantized.Bias.Data.Span).ToArray();

        Assert.All(scales.Scales, scale => Assert.True(QuantizationParameters.IsScale(scale)));
        Assert.Equal(3.0, bias[0] * (double)scales.Scales[0], 1e-3);
    }

    [Fact]
    public void Huge_bias_widens_the_scale_so_that_accumulators_fit()
    {
        QuantizedWeights quantized = Quantize([1e-6f, -1e-6f, 1f, -1f], [1e6f, 0f]);
        int[] bias = MemoryMarshal.Cast<byte, int>(quantized.Bias.Data.Span).ToArray();

        Assert.InRange(bias[0], 1 << 28, 1 << 29);
        Assert.Equal(1e6, bias[0] * (double)quantized.Bias.Quantization!.Scales[0], 1e3);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Weights_that_are_no_numbers_are_refused_by_name(float bad)
    {
        InvalidModelException exception = Assert.Throws<InvalidModelException>(() => Quantize([bad, 0f, 1f, 1f], [0f, 0f]));

        Assert.Contains("'weights'", exception.Message, StringComparison.Ordinal);
    }

    private static double Error(float[] weights, double scale)
    {
        return scale == 0 ? 0 : weights.Sum(weight => Math.Pow(weight - WeightQuantizer.Quantize(weight, scale) * scale, 2));
    }

    /// <summary>Two output channels of two weights each.</summary>
    private static QuantizedWeights Quantize(float[] weights, float[] bias)
    {
        return new LayerQuantizer(Constant("weights", weights, 2, 1, 1, 2), Constant("bias", bias, 2), 0).Quantize(0.02f, 0.05f, true);
    }

    private static Tensor Constant(string name, float[] values, params int[] shape)
    {
        return new Tensor(name, ElementType.Float32, new Shape(shape), data: MemoryMarshal.AsBytes<float>(values).ToArray());
    }
}
