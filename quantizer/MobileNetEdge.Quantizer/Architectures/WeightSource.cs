using System.Buffers.Binary;

namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Where a network's weights come from; asked for one layer after another, in the order of execution.</summary>
internal abstract class WeightSource
{
    /// <summary>The weights, shaped as the layer says, and a bias for each output.</summary>
    public abstract (Tensor Weights, Tensor Bias) Take(Layer layer);

    /// <summary>A constant of float32 elements.</summary>
    protected static Tensor Constant(string name, Shape shape, ReadOnlySpan<float> values)
    {
        byte[] data = new byte[(long)values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), values[i]);
        }

        return new Tensor(name, ElementType.Float32, shape, quantization: null, data);
    }
}
