using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer.Tests.Passes;

/// <summary>Networks of random steps compute the same after all passes, whatever stands before, after and beside what.</summary>
public sealed class RandomNetworkTests
{
    private const int Channels = 4;
    private const int Size = 5;

    [Fact]
    public void Passes_leave_what_a_network_computes()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Graph graph = PassChecker.Check(Create(seed), graph => Canonicalize.Run(graph), seed, 1e-4);
            Assert.DoesNotContain(graph.Operators, step => step is BatchNormalization or HardSigmoid);
            PassChecker.Check(graph.ToModel(), g => EqualizeLayers.Run(g), seed, 1e-4);
        }
    }

    private static Model Create(int seed)
    {
        NetworkSketch sketch = new(seed);
        List<Tensor> values = [sketch.New(1, Size, Size, Channels)];
        for (int steps = sketch.Random.Next(4, 20); steps > 0; steps--)
        {
            values.Add(Append(sketch, sketch.Random.Next(3) == 0 ? Any(sketch, values) : values[^1], values));
        }

        Tensor[] outputs = [values[^1], .. values.Skip(1).Where(_ => sketch.Random.Next(12) == 0)];
        return sketch.Model([.. outputs.Distinct()]);
    }

    private static Tensor Any(NetworkSketch sketch, List<Tensor> values) => values[sketch.Random.Next(values.Count)];

    private static Tensor Append(NetworkSketch sketch, Tensor x, List<Tensor> values) => sketch.Random.Next(16) switch
    {
        0 or 1 => sketch.Conv(x, Channels, 3, bias: sketch.Random.Next(2) == 0),
        2 => sketch.Depthwise(x, bias: sketch.Random.Next(2) == 0),
        3 => sketch.Depthwise(sketch.Pad(x, 1, 1), padding: Padding.Valid),
        4 => sketch.Conv(sketch.Depthwise(x, multiplier: 3, activation: FusedActivation.Relu), Channels),
        5 or 6 => sketch.Normalize(x),
        7 => sketch.Binary(BinaryFunction.Mul, x, sketch.Constant(Channels)),
        8 => sketch.Binary(BinaryFunction.Sub, sketch.Constant(1), x),
        9 => sketch.Binary(BinaryFunction.Add, x, Any(sketch, values)),
        10 => sketch.Binary(BinaryFunction.Mul, x, sketch.Unary(UnaryFunction.Tanh, Any(sketch, values))),
        11 => sketch.Unary(UnaryFunction.Relu, x),
        12 => sketch.Unary(UnaryFunction.Relu6, x),
        13 => sketch.Reshape(x, 1, Size, Size, Channels),
        14 => sketch.Add(new HardSigmoid(x, sketch.Like(x), 0.2f, 0.5f)),
        _ => Gated(sketch, x),
    };

    private static Tensor Gated(NetworkSketch sketch, Tensor x)
    {
        Tensor excitation = sketch.Conv(sketch.Pooled(x), Channels);
        Tensor gate = sketch.Add(new HardSigmoid(excitation, sketch.Like(excitation), 1f / 6, 0.5f));
        return sketch.Add(new Binary(BinaryFunction.Mul, x, gate, sketch.Like(x), FusedActivation.None));
    }
}
