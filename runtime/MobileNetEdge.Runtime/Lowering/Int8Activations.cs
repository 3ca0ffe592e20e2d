namespace MobileNetEdge.Runtime.Lowering;

/// <summary>
/// Replaces uint8 tensors by int8 ones of the same reals, q' = q - 128; the model's own inputs and outputs keep their type behind a
/// conversion. numerics.md equation (3).
/// </summary>
internal static class Int8Activations
{
    private const int Offset = 128;

    public static void Apply(Graph graph)
    {
        Dictionary<Tensor, Tensor> replacements = [];
        Tensor Replace(Tensor tensor)
        {
            if (tensor.Type != ElementType.UInt8 || tensor.Quantization is null)
            {
                return tensor;
            }

            if (!replacements.TryGetValue(tensor, out Tensor? replacement))
            {
                replacement = new Tensor(tensor.Name, ElementType.Int8, tensor.Shape, Shift(tensor.Quantization), FlipSigns(tensor.Data));
                replacements.Add(tensor, replacement);
            }

            return replacement;
        }

        graph.Rewrite(step => [step.MapTensors(Replace)]);
        graph.Operators.InsertRange(0, ConversionsOf(graph.Inputs, input => new Conversion(input, replacements[input])));

        // An output that is an input as well needs no conversion: its bytes are in place.
        graph.Operators.AddRange(ConversionsOf(graph.Outputs.Except(graph.Inputs), output => new Conversion(replacements[output], output)));

        Operator[] ConversionsOf(IEnumerable<Tensor> ends, Func<Tensor, Operator> convert)
        {
            return [.. ends.Distinct().Where(replacements.ContainsKey).Select(convert)];
        }
    }

    private static QuantizationParameters Shift(QuantizationParameters quantization)
    {
        return new(quantization.Scales, [.. quantization.ZeroPoints.Select(z => z - Offset)], quantization.Axis);
    }

    private static ReadOnlyMemory<byte> FlipSigns(ReadOnlyMemory<byte> data)
    {
        byte[] copy = data.ToArray();
        foreach (ref byte value in copy.AsSpan())
        {
            value ^= 0x80;
        }

        return copy;
    }
}
