using MobileNetEdge.Runtime.Lowering;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Chooses the kernel of each operator; the one place where a path decides anything.</summary>
internal static class KernelFactory
{
    /// <summary>The kernel of a lowered operator; null where nothing needs to be done because the result shares its input's place.</summary>
    public static PreparedOperator? Prepare(Operator step, PrepareContext context) => step switch
    {
        FusedChain chain => ChainBuilder.Build(chain, context),
        Mean mean when PackedMean.Fits(mean) && context.IsActivation(mean.Input) && context.Kernels?.ChannelSums is { } sums =>
            new PackedMean(mean, sums, context),
        Pool2D pool when PackedMean.Fits(pool) && context.IsActivation(pool.Input) && context.Kernels?.ChannelSums is { } sums =>
            new PackedMean(pool, sums, context),
        Conv2D conv => new ConvReference(ConvParameters.Of(conv), context.Operand(conv.Input), context.Slice(conv.Output)),
        FullyConnected connected =>
            new ConvReference(ConvParameters.Of(connected), context.Operand(connected.Input), context.Slice(connected.Output)),
        DepthwiseConv2D conv =>
            new DepthwiseConvReference(DepthwiseConvParameters.Of(conv), context.Operand(conv.Input), context.Slice(conv.Output)),
        TableLookup lookup => new TableReference(lookup.Table, context.Operand(lookup.Input), context.Slice(lookup.Output)),
        Binary binary => new BinaryReference(binary, context),
        Pool2D pool when PackedAverage.Fits(pool) && context.IsActivation(pool.Input) && context.Kernels?.ChannelSums is { } sums =>
            new PackedAverage(pool, sums, context),
        Pool2D pool => new PoolReference(pool, context),
        Mean mean => new MeanReference(mean, context),
        Pad pad when context.Kernels is not null && context.IsActivation(pad.Input) => new PackedPad(pad, context),
        Pad pad => new PadReference(pad, context),
        Slice or Transpose or Concatenation when PackedMove.Of(step, context) is { } packed => packed,
        Transpose transpose => new TransposeReference(transpose, context),
        Concatenation concatenation => new ConcatenationReference(concatenation, context),
        Slice slice => new SliceReference(slice, context),
        Softmax softmax => new SoftmaxReference(softmax, context),
        Resize resize when context.Kernels is { } kernels && PackedResize.Fits(resize) => new PackedResize(resize, context, kernels.Path),
        Resize { Function: ResizeFunction.Bilinear } resize => new ResizeBilinearReference(resize, context),
        Resize resize => new ResizeNearestReference(resize, context),
        Conversion { Input.Type: ElementType.Float32 } conversion =>
            new QuantizeReference(conversion.Output.Quantization!, context.Operand(conversion.Input), context.Slice(conversion.Output)),
        Conversion conversion =>
            new DequantizeReference(conversion.Input.Quantization!, context.Operand(conversion.Input), context.Slice(conversion.Output)),
        PhaseMove move when context.Kernels is { } kernels => new PhaseMoveKernel(move, context, kernels.Path),
        DetectionStep detection when context.Kernels is { } kernels => new PackedDetection(detection, context, kernels.Path),
        DetectionStep detection => new DetectionReference(detection, context),
        Reshape => null,
        _ => throw new UnsupportedModelException(step.ToString(), "no kernel for this operator"),
    };
}
