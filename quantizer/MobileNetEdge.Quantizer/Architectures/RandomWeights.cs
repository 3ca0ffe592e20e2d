using System.Buffers.Binary;

namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Random weights under which every layer's sum has a variance of about 1: He et al., "Delving Deep into Rectifiers" (2015).</summary>
/// <remarks>Integers and IEEE 754's exactly rounded operations only, so that the values are the same bits on every machine.</remarks>
internal sealed class RandomWeights(ulong seed) : WeightSource
{
    private const double MaxBias = 0.1;
    private readonly SplitMix64 _random = new(seed);

    /// <summary>
    /// Uniform values in ±a have the variance a² / 3, and the sum of n products with inputs of mean square q has n q times that.
    /// </summary>
    public override (Tensor Weights, Tensor Bias) Take(Layer layer)
    {
        Tensor weights = Uniform($"{layer.Name.Weights}.weight", layer.WeightsShape, Math.Sqrt(3 / (layer.FanIn * layer.InputMoment)));
        return (weights, Uniform($"{layer.Name.Weights}.bias", new(layer.Outputs), MaxBias));
    }

    private Tensor Uniform(string name, Shape shape, double magnitude)
    {
        byte[] data = new byte[(long)shape.ElementCount * sizeof(float)];
        for (int i = 0; i < data.Length; i += sizeof(float))
        {
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i), (float)(_random.NextSigned() * magnitude));
        }

        return new Tensor(name, ElementType.Float32, shape, quantization: null, data);
    }
}
