namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>One dimension that is resized.</summary>
/// <param name="Input">The extent before.</param>
/// <param name="Output">The extent after.</param>
/// <param name="Scale">Output elements an input element, as the file gives it.</param>
internal readonly record struct ResizedAxis(int Input, int Output, double Scale)
{
    private const int LargestExtent = 1 << 16;

    /// <summary>Whether the extent stays.</summary>
    public bool IsUnchanged => Input == Output;

    /// <summary>An axis of a given scale.</summary>
    public static ResizedAxis ByScale(int input, float scale)
    {
        double output = Math.Floor(input * (double)scale);
        return output is >= 1 and <= LargestExtent
            ? new ResizedAxis(input, (int)output, scale)
            : throw new NodeFaultException($"scales an extent of {input} by {scale}; the result must be 1 to {LargestExtent}");
    }

    /// <summary>An axis of a given size.</summary>
    public static ResizedAxis BySize(int input, long output)
    {
        return output is >= 1 and <= LargestExtent
            ? new ResizedAxis(input, (int)output, (double)output / input)
            : throw new NodeFaultException($"resizes an extent of {input} to {output}; the result must be 1 to {LargestExtent}");
    }
}
