namespace MobileNetEdge.Quantizer.Execution;

/// <summary>Rules of the operators that slide a window over height and width.</summary>
internal static class WindowChecks
{
    /// <summary>Keeps a window's far end within int arithmetic.</summary>
    private const int MaxWindowSpan = 1 << 24;

    public static void Check(Conv2D conv)
    {
        Require.Valid(conv.Input.Shape.Rank == 4 && conv.Weights.Shape.Rank == 4, conv, "input and weights must have 4 dimensions");
        int outputs = conv.Weights.Shape[0];
        int depth = conv.Weights.Shape[3];
        int channels = conv.Input.Shape[3];
        Require.Valid(
            channels % depth == 0 && outputs % (channels / depth) == 0,
            conv,
            "the weights' depth must divide the input's channels into groups, and the groups the outputs");
        OperatorChecks.CheckBias(conv, conv.Bias, outputs);
        CheckWindow(
            conv, outputs, (conv.Weights.Shape[1], conv.Vertical), (conv.Weights.Shape[2], conv.Horizontal), conv.Padding);
    }

    public static void Check(DepthwiseConv2D conv)
    {
        Require.Valid(conv.Input.Shape.Rank == 4 && conv.Weights.Shape.Rank == 4, conv, "input and weights must have 4 dimensions");
        int outputs = conv.Weights.Shape[3];
        Require.Valid(
            conv.Weights.Shape[0] == 1 && outputs % conv.Input.Shape[3] == 0,
            conv,
            "each input channel must have as many filters as any other");
        OperatorChecks.CheckBias(conv, conv.Bias, outputs);
        CheckWindow(
            conv, outputs, (conv.Weights.Shape[1], conv.Vertical), (conv.Weights.Shape[2], conv.Horizontal), conv.Padding);
    }

    public static void Check(Pool2D pool)
    {
        Require.Valid(pool.Input.Shape.Rank == 4, pool, "the input must have 4 dimensions");
        CheckWindow(
            pool, pool.Input.Shape[3],
            (pool.WindowHeight, new(pool.StrideHeight)), (pool.WindowWidth, new(pool.StrideWidth)), pool.Padding);
    }

    private static void CheckWindow(
        Operator step, int outputChannels, (int Taps, WindowAxis Axis) vertical, (int Taps, WindowAxis Axis) horizontal, Padding padding)
    {
        CheckAxis(step, vertical.Taps, vertical.Axis);
        CheckAxis(step, horizontal.Taps, horizontal.Axis);
        Shape input = step.Inputs[0].Shape;
        Shape output = step.Outputs[0].Shape;
        long height = vertical.Axis.OutputExtent(input[1], vertical.Taps, padding);
        long width = horizontal.Axis.OutputExtent(input[2], horizontal.Taps, padding);
        Require.Valid(
            output.Rank == 4 && output[0] == input[0] && output[1] == height && output[2] == width && output[3] == outputChannels,
            step,
            $"the output must be {input[0]}×{height}×{width}×{outputChannels}");
    }

    private static void CheckAxis(Operator step, int taps, WindowAxis axis)
    {
        Require.Valid(taps > 0 && axis.Stride > 0 && axis.Dilation > 0, step, "window, stride and dilation must be at least 1");
        Require.Supported(axis.Span(taps) <= MaxWindowSpan, step, $"a window that spans more than {MaxWindowSpan} elements");
    }
}
