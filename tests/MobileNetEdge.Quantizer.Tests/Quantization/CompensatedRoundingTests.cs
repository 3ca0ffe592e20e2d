namespace MobileNetEdge.Quantizer.Tests.Quantization;

/// <summary>Rounding with regard to what the weights multiply.</summary>
public sealed class CompensatedRoundingTests
{
    private const int Depth = 24;

    [Fact]
    public void Output_error_is_smaller_than_when_each_weight_is_rounded_for_itself()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            double[] covariances = Covariances(random);
            float[] weights = [.. Enumerable.Range(0, Depth).Select(_ => (float)(random.NextDouble() - 0.5))];
            const double Scale = 0.05;
            double plain = Error(covariances, weights, WeightQuantizer.Quantize(weights, Scale), Scale);
            double compensated = Error(covariances, weights, new CompensatedRounding(covariances).Round(weights, Scale), Scale);
            Assert.True(compensated < 0.5 * plain, $"seed {seed}: {compensated} after {plain}");
        }
    }

    [Fact]
    public void Inputs_that_do_not_covary_round_each_weight_to_the_nearest()
    {
        double[] covariances = new double[Depth * Depth];
        for (int i = 0; i < Depth; i++)
        {
            covariances[i * Depth + i] = i;
        }

        float[] weights = [.. Enumerable.Range(0, Depth).Select(i => 0.013f * i - 0.1f)];
        Assert.Equal(WeightQuantizer.Quantize(weights, 0.01), new CompensatedRounding(covariances).Round(weights, 0.01));
    }

    [Fact]
    public void Inputs_never_seen_to_vary_are_no_obstacle()
    {
        float[] weights = [0.11f, -0.2f, 1.27f];
        Assert.Equal([11, -20, 127], new CompensatedRounding(new double[9]).Round(weights, 0.01).Select(q => (int)q));
    }

    /// <summary>Covariances of inputs that are mixtures of four sources and a little of their own.</summary>
    private static double[] Covariances(Random random)
    {
        double[][] mixture = [.. Enumerable.Range(0, Depth).Select(_ => Enumerable.Range(0, 4).Select(_ => random.NextDouble() - 0.5).ToArray())];
        double[] covariances = new double[Depth * Depth];
        for (int i = 0; i < Depth; i++)
        {
            for (int j = 0; j < Depth; j++)
            {
                covariances[i * Depth + j] = mixture[i].Zip(mixture[j], (a, b) => a * b).Sum() + (i == j ? 0.005 : 0);
            }
        }

        return covariances;
    }

    private static double Error(double[] covariances, float[] weights, sbyte[] rounded, double scale)
    {
        double sum = 0;
        for (int i = 0; i < Depth; i++)
        {
            for (int j = 0; j < Depth; j++)
            {
                sum += (weights[i] - rounded[i] * scale) * covariances[i * Depth + j] * (weights[j] - rounded[j] * scale);
            }
        }

        return sum;
    }
}
