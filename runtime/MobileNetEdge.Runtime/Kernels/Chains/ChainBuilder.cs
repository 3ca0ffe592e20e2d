using System.Collections.Immutable;
using MobileNetEdge.Runtime.Lowering;
using MobileNetEdge.Runtime.Numerics;
using MobileNetEdge.Runtime.Planning;

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
        int[] windows = [.. Enumerable.Range(0, chain.Steps.Length).Where(at => ChainFusion.IsWindowed(chain.Steps[at]))];
        return windows.Length == 0
            ? builder.Pixels()
            : builder.Filtered() ?? (PreparedOperator?)builder.Gathered() ?? builder.Window(windows[^1], windows[0]);
    }

    /// <summary>A convolution with nothing but a border before it, by minimal filtering; null where that does not suit.</summary>
    private WinogradChain? Filtered()
    {
        int at = _steps.Length - 1;
        if (_steps[at] is not Conv2D conv || Before(at) > 0 || _kernels.Winograd(conv) is not { } kernel)
        {
            return null;
        }

        return new WinogradChain(
            _kernels.Path, Geometry(at), BorderValue(at), kernel, _context.Slice(_steps[0].Inputs[0]), _context.Slice(conv.Output));
    }

    /// <summary>A convolution with many weights, a border before and tables behind it; null where that does not suit.</summary>
    private GatherChain? Gathered()
    {
        int at = _steps[0] is Pad ? 1 : 0;
        if (_steps[at] is not Conv2D conv || PackedKernels.IsGrouped(conv) || _steps.Skip(at + 1).Any(step => step is not TableLookup)
            || _kernels.Gemm(conv) is not { IsFar: true } gemm)
        {
            return null;
        }

        ImmutableArray<PixelStage> stages = [.. _steps[(at + 1)..].Select(Stage)];
        return new GatherChain(
            _kernels.Path, Geometry(at), BorderValue(at), gemm, stages, _context.Slice(_steps[0].Inputs[0]), _context.Slice(_steps[^1].Outputs[0]));
    }

    private PixelChain Pixels()
    {
        Tensor input = _steps[0].Inputs[0];
        Tensor output = _steps[^1].Outputs[0];
        PixelSequence sequence = Sequence(_steps)!;
        int pixels = output.Shape.ElementCount / sequence.OutputChannels;
        return new PixelChain(sequence, pixels, _context.Slice(input), _context.Slice(output), _kernels.Path);
    }

    /// <summary>A chain around a window.</summary>
    /// <param name="at">The window.</param>
    /// <param name="first">The first window: the same, or the one that makes its rows.</param>
    private WindowChain Window(int at, int first)
    {
        WindowGeometry geometry = Geometry(at);
        int stagesEnd = StagesEnd(at);
        return new WindowChain(
            _kernels.Path,
            geometry,
            BorderValue(at),
            at == first ? Source(geometry, Before(at)) : Source(first, Before(at)),
            Kernel(at, geometry),
            [.. _steps[(at + 1)..stagesEnd].Select(Stage)],
            Sequence(_steps[stagesEnd..]),
            _context.Slice(_steps[^1].Outputs[0]));
    }

    /// <summary>Rows that the steps up to a border make of the chain's input.</summary>
    private RowSource Source(WindowGeometry geometry, int end)
    {
        ArenaSlice input = _context.Slice(_steps[0].Inputs[0]);
        return Sequence(_steps[..end]) is { } sequence ? new ProductRows(geometry, input, sequence) : new PictureRows(geometry, input);
    }

    /// <summary>Rows that another window makes, with the steps behind it up to a border.</summary>
    private WindowRows Source(int window, int end)
    {
        WindowGeometry geometry = Geometry(window);
        RowFeed feed = new(geometry, BorderValue(window), Source(geometry, Before(window)));
        return new WindowRows(feed, Kernel(window, geometry), geometry.Horizontal.Output, [.. _steps[(window + 1)..end].Select(Stage)]);
    }

    private WindowKernel Kernel(int at, WindowGeometry geometry)
    {
        return _steps[at] switch
        {
            DepthwiseConv2D conv => new DepthwiseWindow(_kernels.Depthwise(conv)!, geometry.Horizontal.Output),
            Pool2D pool => new MaxWindow(geometry, ActivationRange.Of(pool.Activation, pool.Output.Quantization!)),
            Conv2D conv when PackedKernels.IsGrouped(conv) => new GroupedWindow(geometry, _kernels.Groups(conv)!),
            _ => new GatherWindow(geometry, _kernels.Gemm(_steps[at])!),
        };
    }

    private WindowGeometry Geometry(int at)
    {
        Pad? border = at > 0 ? _steps[at - 1] as Pad : null;
        return _steps[at] switch
        {
            DepthwiseConv2D conv => ChainGeometry.Of(conv, border),
            Pool2D pool => ChainGeometry.Of(pool, border),
            _ => ChainGeometry.Of((Conv2D)_steps[at], border),
        };
    }

    /// <summary>Real zero, but what is less than anything where a pool's own border must not count.</summary>
    private int BorderValue(int at)
    {
        bool isBordered = at > 0 && _steps[at - 1] is Pad;
        return _steps[at] is Pool2D && !isBordered ? sbyte.MinValue : _steps[at].Inputs[0].Quantization!.ZeroPoint;
    }

    /// <summary>Where the steps before a window and its border end.</summary>
    private int Before(int at) => at > 0 && _steps[at - 1] is Pad ? at - 1 : at;

    private int StagesEnd(int at) => at + 1 < _steps.Length && _steps[at + 1] is TableLookup ? at + 2 : at + 1;

    private PixelSequence? Sequence(ImmutableArray<Operator> steps)
    {
        if (steps.IsEmpty)
        {
            return null;
        }

        int next = 0;
        GateStage? gate = steps[next] is Binary binary && PackedKernels.IsGate(binary) ? Gate(binary) : null;
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
        return new BinaryStage(_kernels.Elementwise(binary)!, _context.Slice(isFirst ? binary.B : binary.A), !isFirst, channels);
    }

    /// <summary>Elements that are treated as one pixel: the last dimension.</summary>
    private static int Channels(Tensor tensor) => tensor.Shape.Rank == 0 ? 1 : tensor.Shape[^1];
}
