namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The depthwise kernels of an ARM64 path.</summary>
internal interface IDepthwiseChoice
{
    /// <summary>The kernel for a window and a stride.</summary>
    static abstract PackedDepthwise Create<TStage>(WeightedSum sum, int channels, int taps, int stride)
        where TStage : struct, INeonStage;
}

/// <summary>Chooses the stage of a depthwise kernel.</summary>
internal static class DepthwiseChoice
{
    /// <summary>The kernel of a path; null if channels don't come in whole granules.</summary>
    public static PackedDepthwise? Create<TChoice>(WeightedSum sum, int channels, int taps, int stride)
        where TChoice : struct, IDepthwiseChoice
    {
        if (channels % PackedDepthwise.ChannelGranule != 0)
        {
            return null;
        }

        return sum.Epilogue switch
        {
            EpilogueForm.Wide => TChoice.Create<NeonWideStage>(sum, channels, taps, stride),
            EpilogueForm.Clamped => TChoice.Create<NeonClampedStage>(sum, channels, taps, stride),
            EpilogueForm.Unsigned => TChoice.Create<NeonUnsignedStage>(sum, channels, taps, stride),
            _ => TChoice.Create<NeonSignedStage>(sum, channels, taps, stride),
        };
    }
}
