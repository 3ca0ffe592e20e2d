namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>The border that a sliding window reads along one spatial dimension; the rest of what a file pads is left out.</summary>
/// <param name="Before">Elements before the first, at least 0.</param>
/// <param name="After">Elements after the last, at least 0.</param>
/// <param name="Output">The number of window positions.</param>
/// <param name="BeyondPads">Whether the last window reaches beyond what the file pads, as rounding up makes it.</param>
internal readonly record struct WindowBorder(long Before, long After, long Output, bool BeyondPads)
{
    /// <summary>Reads the attributes pads and auto_pad.</summary>
    /// <param name="node">The node.</param>
    /// <param name="dimension">0 for rows, 1 for columns.</param>
    /// <param name="input">The input's extent.</param>
    /// <param name="taps">The window's extent.</param>
    /// <param name="axis">How the window moves.</param>
    /// <param name="roundUp">Whether a last, partial window counts.</param>
    public static WindowBorder Read(OnnxNode node, int dimension, int input, int taps, WindowAxis axis, bool roundUp = false)
    {
        long span = axis.Span(taps);
        (long before, long after) = Pads(node, dimension, input, taps, axis);
        long room = input + before + after - span;
        long output = roundUp ? (room + axis.Stride - 1) / axis.Stride + 1 : room / axis.Stride + 1;
        if (roundUp && (output - 1) * axis.Stride >= input + before)
        {
            output--;
        }

        if (room < 0 || output < 1)
        {
            throw new NodeFaultException(
                $"a window that spans {span} elements does not fit {input} elements padded by {before} and {after}");
        }

        long read = (output - 1) * axis.Stride + span - input - before;
        return new WindowBorder(before, Math.Max(read, 0), output, read > after);
    }

    /// <summary>Whether this is the border of one of TensorFlow's rules.</summary>
    public bool Is(Padding padding, int input, int taps, WindowAxis axis)
    {
        if (padding == Padding.Valid)
        {
            return Before == 0 && After == 0;
        }

        long missing = (Output - 1) * axis.Stride + axis.Span(taps) - input;
        return Output == axis.OutputExtent(input, taps, padding)
            && Before == axis.PaddingBefore(input, taps, (int)Output, padding)
            && After == Math.Max(missing, 0) - Before;
    }

    private static (long Before, long After) Pads(OnnxNode node, int dimension, int input, int taps, WindowAxis axis)
    {
        string rule = node.Text("auto_pad", "NOTSET");
        switch (rule)
        {
            case "NOTSET":
                int[] pads = node.Ints("pads", [0, 0, 0, 0]);
                return pads.All(pad => pad >= 0)
                    ? (pads[dimension], pads[dimension + 2])
                    : throw new NodeFaultException($"negative pads {Brackets.Of(pads)}");
            case "VALID":
                return (0, 0);
            case "SAME_UPPER" or "SAME_LOWER":
                long output = axis.OutputExtent(input, taps, Padding.Same);
                long missing = Math.Max((output - 1) * axis.Stride + axis.Span(taps) - input, 0);
                return rule == "SAME_UPPER" ? (missing / 2, missing - missing / 2) : (missing - missing / 2, missing / 2);
            default:
                throw node.Invalid($"found auto_pad '{rule}', expected NOTSET, VALID, SAME_UPPER or SAME_LOWER");
        }
    }
}
