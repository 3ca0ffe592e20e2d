using System.Diagnostics.CodeAnalysis;

namespace MobileNetEdge.Runtime.Validation;

/// <summary>The conditions that an operator of an untrusted model must meet, with the exception that says which one it breaks.</summary>
internal static class Require
{
    /// <summary>A rule of the operator's definition: breaking it makes the model invalid.</summary>
    public static void Valid([DoesNotReturnIf(false)] bool condition, Operator step, string expectation)
    {
        if (!condition)
        {
            string tensors = string.Join(", ", step.Inputs.Select(t => t.Shape));
            throw new InvalidModelException($"{step}: {expectation}; found {tensors} to {step.Outputs[0].Shape}");
        }
    }

    /// <summary>A limit of this engine: passing it makes the model unsupported.</summary>
    public static void Supported([DoesNotReturnIf(false)] bool condition, Operator step, string limit)
    {
        if (!condition)
        {
            throw new UnsupportedModelException(step.ToString(), limit);
        }
    }

    /// <summary>The per-tensor quantization of an 8-bit tensor.</summary>
    public static QuantizationParameters Quantized8(Operator step, Tensor tensor)
    {
        Supported(
            tensor.Type.IsQuantized8 && tensor.Quantization is { IsPerChannel: false },
            step,
            $"tensor {tensor} must be int8 or uint8 with one scale; quantize the model first");
        ZeroPointInRange(step, tensor);
        return tensor.Quantization;
    }

    /// <summary>Real 0 must be one of the values that an 8-bit tensor can hold.</summary>
    public static void ZeroPointInRange(Operator step, Tensor tensor)
    {
        int min = tensor.Type == ElementType.Int8 ? sbyte.MinValue : byte.MinValue;
        int zeroPoint = tensor.Quantization!.ZeroPoint;
        Valid(zeroPoint >= min && zeroPoint <= min + byte.MaxValue, step, $"zero point {zeroPoint} of {tensor} is out of its type's range");
    }
}
