using MobileNetEdge.Quantizer.Passes;
using MobileNetEdge.Quantizer.Tests.Execution;
using MobileNetEdge.Quantizer.Tests.Passes;

namespace MobileNetEdge.Quantizer.Tests.Calibration;

/// <summary>Moments predict the variance of what a layer computes.</summary>
public sealed class InputMomentsTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public void Mean_and_variance_of_an_output_follow_from_the_moments(int groups, bool depthwise)
    {
        NetworkSketch sketch = new(7);
        Tensor input = sketch.New(1, 6, 6, 40);
        Tensor output = depthwise ? sketch.Depthwise(input, bias: false) : sketch.Conv(input, 8, 3, groups: groups, bias: false);
        Model model = sketch.Model();
        InputMoments moments = new(LayerWindows.Of(WeightedLayer.Of(model.Operators[0])!)!);
        double[] weights = FloatTensors.Values(model.Operators[0].Inputs[1]);
        using FloatExecutor executor = new(model, threads: 1);
        SeededInputs inputs = new(5);
        int channels = output.Shape[^1];
        double[] sums = new double[channels];
        double[] squares = new double[channels];
        for (int i = 0; i < inputs.Count; i++)
        {
            inputs.Fill(i, executor.Input());
            moments.Observe(executor.Input());
            executor.Run();
            for (int j = 0; j < executor.Output().Length; j++)
            {
                sums[j % channels] += executor.Output()[j];
                squares[j % channels] += executor.Output()[j] * (double)executor.Output()[j];
            }
        }

        double count = inputs.Count * 36;
        for (int channel = 0; channel < channels; channel++)
        {
            int group = channel * moments.Groups / channels;
            double[] own = [.. Enumerable.Range(0, moments.Depth).Select(i => weights[depthwise ? i * channels + channel : channel * moments.Depth + i])];
            double mean = own.Zip(moments.Means(group), (w, m) => w * m).Sum();
            double[] covariances = moments.Covariances(group);
            double variance = own.SelectMany((w, i) => own.Select((v, j) => w * v * covariances[i * own.Length + j])).Sum();
            Assert.Equal(sums[channel] / count, mean, 1e-3);
            Assert.Equal(squares[channel] / count - mean * mean, variance, 1e-2);
        }
    }
}
