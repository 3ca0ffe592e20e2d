using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>Chooses the kernel of a step whose shapes have been checked.</summary>
internal static class KernelFactory
{
    /// <summary>Creates a step's kernel.</summary>
    /// <param name="step">The step.</param>
    /// <param name="sources">The storages of its activations.</param>
    /// <param name="target">The storage of its output.</param>
    /// <param name="constants">Where weights and biases are found.</param>
    public static FloatKernel Create(Operator step, ImmutableArray<int> sources, int target, StorageTable constants)
    {
        return step switch
        {
            Conv2D conv => MatrixKernel.Of(conv, sources[0], target, constants),
            FullyConnected connected => MatrixKernel.Of(connected, sources[0], target, constants),
            DepthwiseConv2D conv => new DepthwiseKernel(conv, sources[0], target, constants),
            BatchNormalization normalization => new BatchNormalizationKernel(normalization, sources[0], target, constants),
            Binary binary => CreateBinary(binary, sources[0], sources[1], target),
            Unary unary => CreateUnary(unary, sources[0], target),
            Clip clip => Elementwise(clip, new ClampFunction(clip.Min, clip.Max), sources[0], target),
            HardSigmoid sigmoid => Elementwise(sigmoid, new HardSigmoidFunction(sigmoid.Alpha, sigmoid.Beta), sources[0], target),
            LeakyRelu relu => Elementwise(relu, new LeakyReluFunction(relu.Alpha), sources[0], target),
            Rounding rounding => Elementwise(rounding, RoundingFunction.Of(rounding.Steps), sources[0], target),
            Within within => Elementwise(within, new WithinFunction(within.Min, within.Max), sources[0], target),
            HardSwishSlope => Elementwise(step, default(HardSwishSlopeFunction), sources[0], target),
            Spread spread => new SpreadKernel(spread, sources[0], target),
            Conversion => Elementwise(step, default(IdentityFunction), sources[0], target),
            Pool2D pool => new PoolKernel(pool, sources[0], target),
            Mean mean => new MeanKernel(mean, sources[0], target),
            Softmax softmax => new SoftmaxKernel(softmax, sources[0], target),
            Pad pad => new PadKernel(pad, sources[0], target),
            Transpose transpose => new TransposeKernel(transpose, sources[0], target),
            Slice slice => new SliceKernel(slice, sources[0], target),
            Concatenation concatenation => new ConcatenationKernel(concatenation, sources, target),
            Resize resize => new ResizeKernel(resize, sources[0], target),
            _ => throw new UnsupportedModelException(step.ToString(), "no float kernel for this operator"),
        };
    }

    private static FloatKernel CreateBinary(Binary binary, int a, int b, int target)
    {
        return binary.Function switch
        {
            BinaryFunction.Add => new BinaryKernel<AddFunction>(binary, a, b, target),
            BinaryFunction.Sub => new BinaryKernel<SubtractFunction>(binary, a, b, target),
            BinaryFunction.Mul => new BinaryKernel<MultiplyFunction>(binary, a, b, target),
            _ => throw new UnsupportedModelException(binary.ToString(), $"no float kernel for function {binary.Function}"),
        };
    }

    private static FloatKernel CreateUnary(Unary unary, int source, int target)
    {
        return unary.Function switch
        {
            UnaryFunction.Relu => Elementwise(unary, ClampFunction.Of(FusedActivation.Relu), source, target),
            UnaryFunction.ReluN1To1 => Elementwise(unary, ClampFunction.Of(FusedActivation.ReluN1To1), source, target),
            UnaryFunction.Relu6 => Elementwise(unary, ClampFunction.Of(FusedActivation.Relu6), source, target),
            UnaryFunction.HardSwish => Elementwise(unary, default(HardSwishFunction), source, target),
            UnaryFunction.Logistic => Elementwise(unary, default(LogisticFunction), source, target),
            UnaryFunction.Tanh => Elementwise(unary, default(TanhFunction), source, target),
            _ => throw new UnsupportedModelException(unary.ToString(), $"no float kernel for function {unary.Function}"),
        };
    }

    private static ElementwiseKernel<TFunction> Elementwise<TFunction>(Operator step, TFunction function, int source, int target)
        where TFunction : struct, IUnaryFunction
    {
        return new ElementwiseKernel<TFunction>(function, source, target, step.Outputs[0].Shape.ElementCount);
    }
}
