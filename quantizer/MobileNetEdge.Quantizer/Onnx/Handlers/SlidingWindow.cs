using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>A window that slides over NHWC activations, and how its border is made.</summary>
internal sealed class SlidingWindow
{
    private readonly OnnxNode _node;

    /// <summary>Reads a node's strides, dilations and pads.</summary>
    /// <param name="node">The node; its first input is [N, C, H, W].</param>
    /// <param name="rows">The window's height.</param>
    /// <param name="columns">The window's width.</param>
    /// <param name="roundUp">Whether a last, partial window counts.</param>
    public SlidingWindow(OnnxNode node, int rows, int columns, bool roundUp = false)
    {
        _node = node;
        int[] strides = Positive("strides");
        int[] dilations = Positive("dilations");
        if (rows < 1 || columns < 1)
        {
            throw node.Invalid($"found a window of {rows}×{columns}, expected at least 1×1");
        }

        Activation argument = node.Activation(0, rank: 4);
        (Rows, Columns) = (rows, columns);
        Vertical = new WindowAxis(strides[0], dilations[0]);
        Horizontal = new WindowAxis(strides[1], dilations[1]);
        Input = node.Builder.Arrange(argument, GraphBuilder.ChannelsLast);
        Top = WindowBorder.Read(node, 0, Input.Shape[1], rows, Vertical, roundUp);
        Left = WindowBorder.Read(node, 1, Input.Shape[2], columns, Horizontal, roundUp);
    }

    /// <summary>The window's height.</summary>
    public int Rows { get; }

    /// <summary>The window's width.</summary>
    public int Columns { get; }

    /// <summary>How it moves along H.</summary>
    public WindowAxis Vertical { get; }

    /// <summary>How it moves along W.</summary>
    public WindowAxis Horizontal { get; }

    /// <summary>What it slides over, [N, H, W, C].</summary>
    public Tensor Input { get; private set; }

    /// <summary>The border above and below.</summary>
    public WindowBorder Top { get; private set; }

    /// <summary>The border on the left and on the right.</summary>
    public WindowBorder Left { get; private set; }

    /// <summary>TensorFlow's rule that makes this border; null where none does.</summary>
    public Padding? Padding =>
        Is(MobileNetEdge.Padding.Valid) ? MobileNetEdge.Padding.Valid : Is(MobileNetEdge.Padding.Same) ? MobileNetEdge.Padding.Same : null;

    /// <summary>Counts the zeros that a Pad before this node adds as part of its border.</summary>
    public void AbsorbPad()
    {
        if (_node.Builder.ProducerOf(Input) is not Pad { Before: [0, _, _, 0], After: [0, _, _, 0] } pad)
        {
            return;
        }

        Top = Extend(Top, pad.Before[1], pad.Input.Shape[1], Rows, Vertical);
        Left = Extend(Left, pad.Before[2], pad.Input.Shape[2], Columns, Horizontal);
        Input = pad.Input;
    }

    /// <summary>Makes the border of zeros by an operator of its own where no rule makes it.</summary>
    /// <param name="sameToo">Whether the border of the rule SAME is made as well, because its zeros count.</param>
    /// <returns>The rule that is left to the window's operator.</returns>
    public Padding PadWithZeros(bool sameToo = false)
    {
        if (Padding is { } rule && !(sameToo && rule == MobileNetEdge.Padding.Same))
        {
            return rule;
        }

        ImmutableArray<int> before = [0, ToInt32(Top.Before), ToInt32(Left.Before), 0];
        ImmutableArray<int> after = [0, ToInt32(Top.After), ToInt32(Left.After), 0];
        Input = PadHandler.Append(_node.Builder, Input, $"{_node.OutputName}/pad", before, after);
        return MobileNetEdge.Padding.Valid;
    }

    /// <summary>A tensor for the result, [N, H', W', channels].</summary>
    public Tensor NewOutput(int channels)
    {
        return GraphBuilder.NewTensor(_node.OutputName, [Input.Shape[0], ToInt32(Top.Output), ToInt32(Left.Output), channels]);
    }

    /// <summary>The result as a value [N, C, H, W].</summary>
    public static Activation Result(Tensor output)
    {
        return new Activation(
            output, Layout.Stored([output.Shape[0], output.Shape[3], output.Shape[1], output.Shape[2]], GraphBuilder.ChannelsLast));
    }

    private static WindowBorder Extend(WindowBorder border, int padded, int input, int taps, WindowAxis axis)
    {
        long before = border.Before + padded;
        long after = (border.Output - 1) * axis.Stride + axis.Span(taps) - input - before;
        return border with { Before = before, After = Math.Max(after, 0) };
    }

    private bool Is(Padding rule)
    {
        return Top.Is(rule, Input.Shape[1], Rows, Vertical) && Left.Is(rule, Input.Shape[2], Columns, Horizontal);
    }

    private int[] Positive(string name)
    {
        int[] values = _node.Ints(name, [1, 1]);
        return values.All(value => value is > 0 and < int.MaxValue)
            ? values
            : throw _node.Invalid($"found {name} {Brackets.Of(values)}, expected at least 1");
    }

    private static int ToInt32(long extent) =>
        extent <= int.MaxValue ? (int)extent : throw new NodeFaultException($"an extent of {extent}");
}
