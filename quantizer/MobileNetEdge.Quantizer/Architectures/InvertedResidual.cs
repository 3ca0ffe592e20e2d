namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>The block of V2 and V3: expand, convolve each channel, excite, project linearly, add the input where the shapes agree.</summary>
/// <param name="Taps">The depthwise window's height and width.</param>
/// <param name="Expanded">Channels between the two pointwise convolutions; as many as the input's: no expansion.</param>
/// <param name="Outputs">Channels of the result.</param>
/// <param name="Stride">The depthwise convolution's stride.</param>
/// <param name="Excites">Whether squeeze-and-excitation follows the depthwise convolution.</param>
/// <param name="Function">What follows both inner convolutions.</param>
internal readonly record struct InvertedResidual(int Taps, int Expanded, int Outputs, int Stride, bool Excites, Nonlinearity Function)
{
    private const double UsualReduction = 4;

    /// <summary>The distance of the depthwise window's taps.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Channels inside squeeze-and-excitation; null for a rounded quarter of the expanded ones, as in V3.</summary>
    public int? Squeezed { get; init; }

    /// <summary>Whether the gate is a sigmoid rather than V3's hard one.</summary>
    public bool HasLogisticGate { get; init; }

    /// <summary>Appends the block with torchvision's names.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The block's input.</param>
    /// <param name="sequence">The block's name; its parts are numbered in it.</param>
    /// <param name="isFlat">Whether the projection and its normalization are parts of the block rather than of a sequence: so in V2.</param>
    /// <param name="expanded">What the depthwise convolution reads, which detectors read too.</param>
    public Signal Append(NetworkBuilder network, Signal input, string sequence, bool isFlat, out Signal expanded)
    {
        return Append(network, input, BlockNames.Sequence(sequence, this, Expanded != input.Channels, isFlat), out expanded);
    }

    /// <summary>Appends the block.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The block's input.</param>
    /// <param name="names">The names of its layers.</param>
    /// <param name="expanded">What the depthwise convolution reads, which detectors read too.</param>
    public Signal Append(NetworkBuilder network, Signal input, BlockNames names, out Signal expanded)
    {
        Signal x = Expanded == input.Channels ? input : network.Conv(input, names.Expansion, Expanded, 1, 1, Function);
        expanded = x;
        x = network.Depthwise(x, names.Depthwise, Taps, Stride, Function, Dilation);
        if (Excites)
        {
            int squeezed = Squeezed ?? ChannelRounding.Round(x.Channels / UsualReduction);
            x = network.Excite(x, names.Squeeze, names.Excitation, squeezed, HasLogisticGate);
        }

        x = network.Conv(x, names.Projection, Outputs, 1, 1, Nonlinearity.None);
        return Stride == 1 && Outputs == input.Channels ? network.Add(input, x, Nonlinearity.None) : x;
    }
}
