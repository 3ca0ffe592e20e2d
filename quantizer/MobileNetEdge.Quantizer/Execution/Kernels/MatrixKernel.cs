using System.Buffers;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>CONV_2D and FULLY_CONNECTED: rows of activations, or of patches gathered from them, times packed weights.</summary>
/// <remarks>A unit is a block of rows by a block of panels; the sums over the depth are never split.</remarks>
internal sealed unsafe class MatrixKernel : FloatKernel
{
    /// <summary>A block's activations should stay in the second-level cache while all panels pass.</summary>
    private const int BlockElements = 1 << 16;

    private const int MinBlockRows = 4 * Gemm.TileRows;
    private const int MaxBlockRows = 32 * Gemm.TileRows;

    /// <summary>With fewer blocks of rows than this, panels are split as well.</summary>
    private const int EnoughUnits = 8;

    private readonly int _source;
    private readonly int _target;
    private readonly int _rows;
    private readonly PackedWeights _weights;
    private readonly Patches? _patches;
    private readonly ClampFunction _clamp;
    private readonly int _blockRows;
    private readonly int _panelBlocks;

    private MatrixKernel(int source, int target, int rows, PackedWeights weights, Patches? patches, FusedActivation activation)
    {
        _source = source;
        _target = target;
        _rows = rows;
        _weights = weights;
        _patches = patches;
        _clamp = ClampFunction.Of(activation);
        int blockRows = Math.Clamp(BlockElements / weights.Depth, MinBlockRows, MaxBlockRows) / Gemm.TileRows * Gemm.TileRows;
        _blockRows = Math.Min(blockRows, rows);
        _panelBlocks = RowBlocks >= EnoughUnits ? 1 : Math.Min(weights.Panels, EnoughUnits);
    }

    /// <inheritdoc/>
    public override int Units => RowBlocks * _panelBlocks;

    /// <inheritdoc/>
    public override long Work => (long)_rows * _weights.Depth * _weights.Outputs * _weights.Groups / 8;

    private int RowBlocks => (_rows + _blockRows - 1) / _blockRows;

    /// <summary>Prepares a convolution; windows of one element at stride 1 need no patches.</summary>
    public static MatrixKernel Of(Conv2D conv, int source, int target, StorageTable constants)
    {
        Shape input = conv.Input.Shape;
        Shape output = conv.Output.Shape;
        Shape weights = conv.Weights.Shape;
        SlidingAxis vertical = SlidingAxis.Of(conv.Vertical, input[1], weights[1], output[1], conv.Padding);
        SlidingAxis horizontal = SlidingAxis.Of(conv.Horizontal, input[2], weights[2], output[2], conv.Padding);
        PackedWeights packed = new(conv, conv.Weights, conv.Bias, input[3] / weights[3], constants);
        bool isPointwise = vertical.IsIdentity && horizontal.IsIdentity;
        Require.Supported(
            (long)packed.Depth * MinBlockRows <= AlignedFloats.MaxLength, conv, "windows with too many elements");
        Patches? patches = isPointwise ? null : new Patches(vertical, horizontal, input[3], weights[3]);
        return new MatrixKernel(source, target, output.ElementCount / output[3], packed, patches, conv.Activation);
    }

    /// <summary>Prepares a fully connected layer.</summary>
    public static MatrixKernel Of(FullyConnected connected, int source, int target, StorageTable constants)
    {
        PackedWeights packed = new(connected, connected.Weights, connected.Bias, 1, constants);
        return new MatrixKernel(source, target, connected.Input.Shape.ElementCount / packed.Depth, packed, null, connected.Activation);
    }

    /// <inheritdoc/>
    public override void Run(FloatBuffers buffers, int first, int end)
    {
        float[]? scratch = _patches is null ? null : ArrayPool<float>.Shared.Rent(_blockRows * _weights.Depth);
        fixed (float* source = buffers.Span(_source), target = buffers.Span(_target), panels = _weights.Values)
        {
            for (int unit = first; unit < end; unit++)
            {
                RunUnit(buffers, new Memory(source, target, panels), unit, scratch);
            }
        }

        if (scratch is not null)
        {
            ArrayPool<float>.Shared.Return(scratch);
        }
    }

    private void RunUnit(FloatBuffers buffers, Memory memory, int unit, float[]? scratch)
    {
        (int rowBlock, int panelBlock) = Math.DivRem(unit, _panelBlocks);
        int firstRow = rowBlock * _blockRows;
        int rows = Math.Min(_blockRows, _rows - firstRow);
        int firstPanel = (int)((long)_weights.Panels * panelBlock / _panelBlocks);
        int endPanel = (int)((long)_weights.Panels * (panelBlock + 1) / _panelBlocks);
        for (int group = 0; group < _weights.Groups; group++)
        {
            if (_patches is null)
            {
                int stride = _weights.Groups * _weights.Depth;
                float* source = memory.Source + (nint)firstRow * stride + group * _weights.Depth;
                RunPanels(memory, source, stride, firstRow, rows, group, firstPanel..endPanel);
                continue;
            }

            _patches.Gather(buffers.Span(_source), firstRow, group, scratch.AsSpan(0, rows * _weights.Depth));
            fixed (float* source = scratch)
            {
                RunPanels(memory, source, _weights.Depth, firstRow, rows, group, firstPanel..endPanel);
            }
        }
    }

    private void RunPanels(Memory memory, float* source, int sourceStride, int firstRow, int rows, int group, Range panels)
    {
        int targetStride = _weights.Groups * _weights.Outputs;
        for (int panel = panels.Start.Value; panel < panels.End.Value; panel++)
        {
            int firstColumn = panel * PackedWeights.PanelWidth;
            float* target = memory.Target + (nint)firstRow * targetStride + group * _weights.Outputs + firstColumn;
            int columns = Math.Min(PackedWeights.PanelWidth, _weights.Outputs - firstColumn);
            float* weights = memory.Panels + _weights.Start(group, panel);
            Gemm.Multiply(source, sourceStride, weights, _weights.Depth, target, targetStride, rows, columns, _clamp);
        }
    }

    /// <summary>The activations, the results and the packed weights while they are held in place.</summary>
    private readonly struct Memory(float* source, float* target, float* panels)
    {
        public float* Source => source;

        public float* Target => target;

        public float* Panels => panels;
    }
}
