using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Equal inverted residuals one after another, and networks that consist of them: MnasNet and EfficientNet-Lite.</summary>
/// <param name="Repeats">How many blocks.</param>
/// <param name="Taps">The depthwise window's height and width.</param>
/// <param name="Expansion">Expanded channels for each channel of a block's input.</param>
/// <param name="Channels">Channels of the results.</param>
/// <param name="Stride">The first block's stride.</param>
/// <param name="Excites">Whether squeeze-and-excitation follows the depthwise convolutions, with a quarter of the block's input channels.</param>
internal readonly record struct MobileStage(int Repeats, int Taps, int Expansion, int Channels, int Stride, bool Excites)
{
    private const int StemChannels = 32;
    private const int HeadChannels = 1280;
    private const int Reduction = 4;

    /// <summary>A network of stages between a 3×3 convolution and a 1×1 convolution before pooling, with timm's names.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stages">The stages.</param>
    /// <param name="scaled">Channels under the width multiplier.</param>
    /// <param name="function">What follows every convolution but the linear ones.</param>
    public static Signal Build(NetworkBuilder network, ImmutableArray<MobileStage> stages, Func<int, int> scaled, Nonlinearity function)
    {
        Signal x = network.Conv(network.Image, new("conv_stem", "bn1"), scaled(StemChannels), 3, 2, function);
        for (int i = 0; i < stages.Length; i++)
        {
            x = stages[i].Append(network, x, $"blocks.{i}", scaled(stages[i].Channels), function);
        }

        x = network.Conv(x, new("conv_head", "bn2"), HeadChannels, 1, 1, function);
        return network.Connect(network.Pool(x), new("classifier"), network.Options.Classes, Nonlinearity.None);
    }

    private Signal Append(NetworkBuilder network, Signal input, string name, int outputs, Nonlinearity function)
    {
        Signal x = input;
        for (int i = 0; i < Repeats; i++)
        {
            InvertedResidual block = new(Taps, x.Channels * Expansion, outputs, i == 0 ? Stride : 1, Excites, function)
            {
                Squeezed = Math.Max(1, x.Channels / Reduction),
                HasLogisticGate = true,
            };
            x = block.Append(network, x, BlockNames.Timm($"{name}.{i}", expands: Expansion > 1), out _);
        }

        return x;
    }
}
