using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer;

/// <summary>What a classifier's first output holds: one value a class, as reals or as integers that stand for them.</summary>
public sealed class ModelOutput
{
    private readonly Tensor _tensor;
    private readonly double _scale;
    private readonly int _zeroPoint;

    /// <summary>Looks at a network's end.</summary>
    /// <exception cref="UnsupportedModelException">There is no output, or its elements are not int8, uint8 or float32.</exception>
    public ModelOutput(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Outputs is not [{ Type: ElementType.Int8 or ElementType.UInt8 or ElementType.Float32 } output, ..])
        {
            throw new UnsupportedModelException("the model", "its first output must have int8, uint8 or float32 elements");
        }

        _tensor = output;
        _scale = output.Quantization?.Scale ?? 1;
        _zeroPoint = output.Quantization?.ZeroPoint ?? 0;
        IsProbability = EndsInProbabilities(model);
    }

    /// <summary>How many values there are.</summary>
    public int Count => _tensor.Shape.ElementCount;

    /// <summary>Whether the network ends in a softmax or a sigmoid; else in logits.</summary>
    public bool IsProbability { get; }

    /// <summary>The real values, numerics.md equation (1).</summary>
    /// <param name="contents">The output's bytes.</param>
    /// <param name="reals"><see cref="Count"/> values.</param>
    public void Dequantize(ReadOnlySpan<byte> contents, Span<double> reals)
    {
        ReadOnlySpan<sbyte> signed = MemoryMarshal.Cast<byte, sbyte>(contents);
        ReadOnlySpan<float> floats = MemoryMarshal.Cast<byte, float>(contents);
        for (int i = 0; i < reals.Length; i++)
        {
            reals[i] = _tensor.Type switch
            {
                ElementType.Float32 => floats[i],
                ElementType.Int8 => _scale * (signed[i] - _zeroPoint),
                _ => _scale * (contents[i] - _zeroPoint),
            };
        }
    }

    private static bool EndsInProbabilities(Model model)
    {
        Dictionary<Tensor, Operator> producers = new Graph(model).Producers();
        Operator? last = producers.GetValueOrDefault(model.Outputs[0]);
        while (last is Conversion or Reshape)
        {
            last = producers.GetValueOrDefault(last.Inputs[0]);
        }

        return last is Softmax or Unary { Function: UnaryFunction.Logistic };
    }
}
