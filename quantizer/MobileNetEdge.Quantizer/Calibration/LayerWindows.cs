using MobileNetEdge.Quantizer.Execution;
using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer;

/// <summary>What the weights of a layer multiply: rows of input values, one row for each output position and group of channels.</summary>
internal sealed class LayerWindows
{
    /// <summary>Positions looked at in one input; neighbours say nearly the same.</summary>
    private const int MaxPositions = 400;

    private readonly Patches? _patches;
    private readonly int _positions;

    private LayerWindows(WeightedLayer layer, Patches? patches, int positions, int groups, int depth)
    {
        Layer = layer;
        _patches = patches;
        _positions = positions;
        Groups = groups;
        Depth = depth;
    }

    /// <summary>The layer.</summary>
    public WeightedLayer Layer { get; }

    /// <summary>Whether a row is [taps, channels], each channel with weights of its own, instead of one group's.</summary>
    public bool IsDepthwise => Layer.Step is DepthwiseConv2D;

    /// <summary>Rows at each position that have weights of their own.</summary>
    public int Groups { get; }

    /// <summary>Weights of an output channel.</summary>
    public int Depth { get; }

    /// <summary>The windows of a layer; null where a depthwise convolution has several filters a channel.</summary>
    public static LayerWindows? Of(WeightedLayer layer)
    {
        switch (layer.Step)
        {
            case Conv2D conv:
                int depth = conv.Weights.Shape[3];
                return new(
                    layer, PatchesOf(conv.Input, conv.Output, conv.Weights, conv.Vertical, conv.Horizontal, conv.Padding, depth),
                    conv.Output.Shape.ElementCount / conv.Output.Shape[3], conv.Input.Shape[3] / depth, conv.Weights.Shape.ElementCount / conv.Weights.Shape[0]);
            case DepthwiseConv2D { DepthMultiplier: 1 } conv:
                int channels = conv.Input.Shape[3];
                return new(
                    layer, PatchesOf(conv.Input, conv.Output, conv.Weights, conv.Vertical, conv.Horizontal, conv.Padding, channels),
                    conv.Output.Shape.ElementCount / channels, channels, conv.Weights.Shape[1] * conv.Weights.Shape[2]);
            case FullyConnected connected:
                int inputs = connected.Weights.Shape[1];
                return new(layer, null, connected.Input.Shape.ElementCount / inputs, 1, inputs);
            default:
                return null;
        }
    }

    /// <summary>Elements of what <see cref="Gather"/> writes for one position and group.</summary>
    public int RowLength => IsDepthwise ? Depth * Groups : Depth;

    /// <summary>How many positions are looked at.</summary>
    public int Rows => Math.Min(_positions, MaxPositions);

    /// <summary>Copies the rows of a group, of all channels for a depthwise convolution.</summary>
    public void Gather(ReadOnlySpan<float> input, int group, Span<float> rows)
    {
        for (int row = 0; row < Rows; row++)
        {
            int position = (int)((long)row * _positions / Rows);
            Span<float> target = rows.Slice(row * RowLength, RowLength);
            if (_patches is null)
            {
                input.Slice(position * Depth, Depth).CopyTo(target);
            }
            else
            {
                _patches.Gather(input, position, group, target);
            }
        }
    }

    private static Patches PatchesOf(
        Tensor input, Tensor output, Tensor weights, WindowAxis vertical, WindowAxis horizontal, Padding padding, int groupChannels)
    {
        return new(
            SlidingAxis.Of(vertical, input.Shape[1], weights.Shape[1], output.Shape[1], padding),
            SlidingAxis.Of(horizontal, input.Shape[2], weights.Shape[2], output.Shape[2], padding),
            input.Shape[3],
            groupChannels);
    }
}
