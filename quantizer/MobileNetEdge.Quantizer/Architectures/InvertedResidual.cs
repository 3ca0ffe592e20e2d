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
    /// <summary>The distance of the depthwise window's taps.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Appends the block.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The block's input.</param>
    /// <param name="sequence">The block's name; its parts are numbered in it.</param>
    /// <param name="isFlat">Whether the projection and its normalization are parts of the block rather than of a sequence: so in V2.</param>
    public Signal Append(NetworkBuilder network, Signal input, string sequence, bool isFlat) => Append(network, input, sequence, isFlat, out _);

    /// <summary>Appends the block.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The block's input.</param>
    /// <param name="sequence">The block's name; its parts are numbered in it.</param>
    /// <param name="isFlat">Whether the projection and its normalization are parts of the block rather than of a sequence: so in V2.</param>
    /// <param name="expanded">What the depthwise convolution reads, which detectors read too.</param>
    public Signal Append(NetworkBuilder network, Signal input, string sequence, bool isFlat, out Signal expanded)
    {
        int part = 0;
        Signal x = input;
        if (Expanded != input.Channels)
        {
            x = network.Conv(x, LayerName.Unit($"{sequence}.{part++}"), Expanded, 1, 1, Function);
        }

        expanded = x;
        x = network.Depthwise(x, LayerName.Unit($"{sequence}.{part++}"), Taps, Stride, Function, Dilation);
        if (Excites)
        {
            x = network.Excite(x, $"{sequence}.{part++}");
        }

        LayerName projection = isFlat ? new($"{sequence}.{part}", $"{sequence}.{part + 1}") : LayerName.Unit($"{sequence}.{part}");
        x = network.Conv(x, projection, Outputs, 1, 1, Nonlinearity.None);
        return Stride == 1 && Outputs == input.Channels ? network.Add(input, x) : x;
    }
}
