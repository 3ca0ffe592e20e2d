namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>A layer of the int8 model beside its counterpart in the float network.</summary>
/// <param name="Step">The int8 operator.</param>
/// <param name="Real">The float network's tensor.</param>
/// <param name="RealStep">The operator that writes that; null for one that is read only.</param>
/// <param name="IsRescaled">Whether the int8 tensor stands for multiples of it, channel by channel.</param>
internal sealed record LayerPair(Operator Step, Tensor Real, Operator? RealStep, bool IsRescaled)
{
    /// <summary>A fully connected layer becomes a convolution over rows, which changes no value.</summary>
    private const string Rows = "/rows";

    /// <summary>The int8 model's tensor.</summary>
    public Tensor Quantized => Step.Outputs[0];

    /// <summary>Finds layers by the names of their outputs: passes append to the name of a tensor whose values they change.</summary>
    /// <param name="network">The float network, canonical.</param>
    /// <param name="quantized">The int8 model.</param>
    /// <returns>The pairs, and how many layers have no counterpart.</returns>
    public static (List<LayerPair> Pairs, int Unmatched) Find(Graph network, Model quantized)
    {
        Dictionary<string, Tensor> reals = [];
        Dictionary<Tensor, Operator> producers = network.Producers();
        foreach (Tensor tensor in producers.Keys)
        {
            reals.TryAdd(tensor.Name, tensor);
        }

        List<LayerPair> pairs = [];
        int unmatched = 0;
        foreach (Operator step in quantized.Operators.Where(IsLayer))
        {
            if (Match(step.Outputs[0], reals) is ({ } real, bool isRescaled))
            {
                pairs.Add(new LayerPair(step, real, producers.GetValueOrDefault(real), isRescaled));
            }
            else
            {
                unmatched++;
            }
        }

        return (pairs, unmatched);
    }

    private static bool IsLayer(Operator step)
    {
        return step is not (Reshape or Conversion)
            && step.Outputs is [{ Type: ElementType.Int8 or ElementType.UInt8, Quantization: { IsPerChannel: false }, Shape.Rank: > 0 }];
    }

    private static (Tensor? Real, bool IsRescaled) Match(Tensor quantized, Dictionary<string, Tensor> reals)
    {
        string name = quantized.Name.EndsWith(Rows, StringComparison.Ordinal) ? quantized.Name[..^Rows.Length] : quantized.Name;
        bool isRescaled = false;
        while (name.Length > 0)
        {
            if (reals.TryGetValue(name, out Tensor? real)
                && real.Shape.ElementCount == quantized.Shape.ElementCount && real.Shape.Rank > 0 && real.Shape[^1] == quantized.Shape[^1])
            {
                return (real, isRescaled);
            }

            name = name[..Math.Max(0, name.LastIndexOf('/'))];
            isRescaled = true;
        }

        return (null, false);
    }
}
