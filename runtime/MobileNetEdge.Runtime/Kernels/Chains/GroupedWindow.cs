namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A convolution in groups: each gathers and multiplies its own channels, and writes its part of the output's pixels.</summary>
internal sealed unsafe class GroupedWindow : WindowKernel
{
    private readonly GatherWindow[] _groups;

    public GroupedWindow(WindowGeometry geometry, PackedGemm[] groups)
    {
        int channels = geometry.Channels / groups.Length;
        OutputChannels = groups[0].Columns * groups.Length;
        _groups = new GatherWindow[groups.Length];
        for (int group = 0; group < groups.Length; group++)
        {
            _groups[group] = new GatherWindow(geometry, groups[group], group * channels, channels, OutputChannels);
        }
    }

    /// <inheritdoc/>
    public override int OutputChannels { get; }

    /// <summary>Channels are not split: threads share rows.</summary>
    public override int ChannelGranule => OutputChannels;

    /// <inheritdoc/>
    public override int ScratchByteCount => _groups[0].ScratchByteCount;

    /// <inheritdoc/>
    public override void Run(sbyte** rows, sbyte* output, int rowCount, int firstChannel, int endChannel, byte* scratch)
    {
        foreach (GatherWindow group in _groups)
        {
            group.Run(rows, output, rowCount, 0, group.OutputChannels, scratch);
            output += group.OutputChannels;
        }
    }
}
