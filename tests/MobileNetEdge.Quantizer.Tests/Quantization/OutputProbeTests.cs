using MobileNetEdge.Quantizer.Tests.Calibration;
using MobileNetEdge.Quantizer.Tests.Passes;

namespace MobileNetEdge.Quantizer.Tests.Quantization;

/// <summary>Changes of activations are measured on the outputs, whatever was measured before.</summary>
public sealed class OutputProbeTests
{
    private static readonly ParallelOptions Parallel = new() { MaxDegreeOfParallelism = 2 };

    [Fact]
    public void Order_of_measurements_does_not_matter()
    {
        Model network = Network();
        Tensor[] tensors = [.. network.Operators.SkipLast(1).Select(step => step.Outputs[0])];
        double[] forth = Measure(tensors);
        double[] back = [.. Measure([.. tensors.Reverse()]).Reverse()];

        Assert.All(forth, error => Assert.True(error > 0));
        Assert.Equal(forth, back);

        double[] Measure(Tensor[] order)
        {
            using OutputProbe probe = new(new FloatProgram(network), new SeededInputs(6), new QuantizerOptions { SearchInputs = 6 }, Parallel);
            return [.. order.Select(tensor => probe.Error([tensor], Halve))];
        }
    }

    private static void Halve(Tensor tensor, Span<float> values)
    {
        foreach (ref float value in values)
        {
            value /= 2;
        }
    }

    /// <summary>Two convolutions at 16×16, a residual sum, then a mean and a last layer.</summary>
    private static Model Network()
    {
        NetworkSketch sketch = new(11);
        Tensor a = sketch.Conv(sketch.New(1, 16, 16, 3), 8, 3);
        Tensor b = sketch.Conv(a, 8);
        sketch.Connected(sketch.Pooled(sketch.Binary(BinaryFunction.Add, a, b)), 10);
        return sketch.Model();
    }
}
