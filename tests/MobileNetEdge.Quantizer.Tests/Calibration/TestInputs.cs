namespace MobileNetEdge.Quantizer.Tests.Calibration;

/// <summary>Inputs given one by one; null for one that cannot be read.</summary>
internal sealed class FixedInputs(params float[]?[] inputs) : CalibrationInputs
{
    public override int Count => inputs.Length;

    public override string? Fill(int index, Span<float> destination)
    {
        if (inputs[index] is not { } values)
        {
            return $"input {index} is broken";
        }

        values.CopyTo(destination);
        return null;
    }
}

/// <summary>Random inputs between -1 and 1 that depend on nothing but their index.</summary>
internal sealed class SeededInputs(int count) : CalibrationInputs
{
    public override int Count => count;

    public override string? Fill(int index, Span<float> destination)
    {
        Random random = new(index + 1);
        foreach (ref float value in destination)
        {
            value = (float)(2 * random.NextDouble() - 1);
        }

        return null;
    }
}
