using System.Collections.Immutable;
using MobileNetEdge.Runtime.Lowering;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Makes the kernel of a chain from its operators.</summary>
internal sealed class ChainBuilder
{
    private readonly PrepareContext _context;
    private readonly PackedKernels _kernels;
    private readonly ImmutableArray<Operator> _steps;

    private ChainBuilder(FusedChain chain, PrepareContext context)
    {
        _context = context;
        _kernels = context.Kernels!;
        _steps = chain.Steps;
    }

    /// <summary>The kernel of a chain.</summary>
    public static PreparedOperator Build(FusedChain chain, PrepareContext context)
    {
        ChainBuilder builder = new(chain, context);
        for (int at = 0; at < chain.Steps.Length; at++)
        {
            if (chain.Steps[at] is DepthwiseConv2D or Conv2D && !ChainFusion.IsPointwise(chain.Steps[at]))
            {
                return builder.Window(at);
            }
        }

        return builder.Pixels();
    }

    private PixelChain Pixels()
    {
        Tensor input = _steps[0].Inputs[0];
        Tensor output = _steps[^1].Outputs[0];
        PixelSequence sequence = Sequence(_steps)!;
        int pixels = output.Shape.ElementCount / sequence.OutputChannels;
        return new PixelChain(sequence, pixels, _context.Slice(input), _context.Slice(output), _kernels.Path);
    }

    private WindowChain Window(int at)
    {
        Operator step = _steps[at];
        Pad? pad = at > 0 ? _steps[at - 1] as Pad : null;
        WindowGeometry geometry = step is DepthwiseConv2D depthwise ? ChainGeometry.Of(depthwise, pad) : ChainGeometry.Of((Conv2D)step, pad);
        WindowKernel kernel = step is DepthwiseConv2D conv
            ? new DepthwiseWindow(_kernels.Depthwise(conv)!, geometry.Horizontal.Output)
            : new GatherWindow(geometry, _kernels.Gemm(step)!);
        int stagesEnd = at + 1 < _steps.Length && _steps[at + 1] is TableLookup ? at + 2 : at + 1;
        int headEnd = pad is null ? at : at - 1;
        return new WindowChain(
            _kernels.Path,
            geometry,
            step.Inputs[0].Quantization!.ZeroPoint,
            _context.Slice(_steps[0].Inputs[0]),
            Sequence(_steps[..headEnd]),
            kernel,
            [.. _steps[(at + 1)..stagesEnd].Select(Stage)],
            Sequence(_steps[stagesEnd..]),
            _context.Slice(_steps[^1].Outputs[0]));
    }

    private PixelSequence? Sequence(ImmutableArray<Operator> steps)
    {
        if (steps.IsEmpty)
        {
            return null;
        }

        int next = 0;
        GateStage? gate = steps[next] is Binary { Function: BinaryFunction.Mul } binary ? Gate(binary) : null;
        next += gate is null ? 0 : 1;
        PackedGemm? gemm = next < steps.Length && ChainFusion.IsPointwise(steps[next]) ? _kernels.Gemm(steps[next]) : null;
        next += gemm is null ? 0 : 1;
        int inputChannels = gate is null && gemm is not null ? gemm.Depth : Channels(steps[0].Inputs[0]);
        int outputChannels = gemm?.Columns ?? inputChannels;
        return new PixelSequence(inputChannels, outputChannels, gate, gemm, [.. steps[next..].Select(Stage)]);
    }

    private GateStage Gate(Binary binary)
    {
        Shape shape = binary.A.Shape;
        return new GateStage(_kernels.Gate(binary)!, _context.Slice(binary.B), shape[3], shape[1] * shape[2]);
    }

    private PixelStage Stage(Operator step)
    {
        int channels = Channels(step.Outputs[0]);
        if (step is TableLookup lookup)
        {
            return new TableStage(_kernels.Table(lookup)!, channels);
        }

        Binary binary = (Binary)step;
        bool isFirst = _steps[0] == step || _steps[_steps.IndexOf(step) - 1].Outputs[0] == binary.A;
        return new SumStage(_kernels.Sum(binary)!, _context.Slice(isFirst ? binary.B : binary.A), !isFirst, channels);
    }

    /// <summary>Elements that are treated as one pixel: the last dimension.</summary>
    private static int Channels(Tensor tensor) => tensor.Shape.Rank == 0 ? 1 : tensor.Shape[^1];
}
