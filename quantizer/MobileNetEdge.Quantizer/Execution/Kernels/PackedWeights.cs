using System.Numerics;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>A matrix of weights, one for each group, cut into panels of <see cref="PanelWidth"/> output channels.</summary>
/// <remarks>
/// A panel is one row of biases, then a row of weights for each element of the depth; what lies beyond the last channel of a group is zero.
/// </remarks>
internal sealed class PackedWeights
{
    private readonly AlignedFloats _panels;

    /// <summary>Packs weights [groups × outputs per group, depth].</summary>
    public PackedWeights(Operator step, Tensor weights, Tensor? bias, int groups, StorageTable constants)
    {
        Groups = groups;
        Outputs = weights.Shape[0] / groups;
        Depth = weights.Shape.ElementCount / weights.Shape[0];
        Panels = (Outputs + PanelWidth - 1) / PanelWidth;
        long length = (long)groups * Panels * PanelWidth * (Depth + 1L);
        Require.Supported(length <= AlignedFloats.MaxLength, step, $"packed weights of more than {AlignedFloats.MaxLength} elements");
        _panels = new AlignedFloats((int)length);
        Pack(constants.Constant(step, weights));
        if (bias is not null)
        {
            PackBias(constants.Constant(step, bias));
        }
    }

    /// <summary>Output channels of a panel: two vectors.</summary>
    public static int PanelWidth => 2 * Vector<float>.Count;

    /// <summary>Matrices.</summary>
    public int Groups { get; }

    /// <summary>Output channels of a group.</summary>
    public int Outputs { get; }

    /// <summary>Products summed for an output element.</summary>
    public int Depth { get; }

    /// <summary>Panels of a group.</summary>
    public int Panels { get; }

    /// <summary>Every panel, group by group.</summary>
    public ReadOnlySpan<float> Values => _panels.Span;

    /// <summary>Where a panel begins in <see cref="Values"/>.</summary>
    public int Start(int group, int panel) => (group * Panels + panel) * PanelWidth * (Depth + 1);

    private void Pack(ReadOnlySpan<float> weights)
    {
        Span<float> panels = _panels.Span;
        for (int output = 0; output < Groups * Outputs; output++)
        {
            int place = FirstRow(output) + PanelWidth;
            foreach (float weight in weights.Slice(output * Depth, Depth))
            {
                panels[place] = weight;
                place += PanelWidth;
            }
        }
    }

    private void PackBias(ReadOnlySpan<float> bias)
    {
        for (int output = 0; output < bias.Length; output++)
        {
            _panels.Span[FirstRow(output)] = bias[output];
        }
    }

    private int FirstRow(int output)
    {
        (int group, int channel) = Math.DivRem(output, Outputs);
        return Start(group, channel / PanelWidth) + channel % PanelWidth;
    }
}
