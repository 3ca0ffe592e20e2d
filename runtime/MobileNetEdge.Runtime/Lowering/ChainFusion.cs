using MobileNetEdge.Runtime.Kernels;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Lowering;

/// <summary>
/// Groups the operators that packed kernels run into chains, so that what is between them never leaves a near cache.
/// </summary>
/// <remarks>
/// <para>Two forms, in the order of their parts, each part optional but the one that is named first:</para>
/// <para>pixels: gate, <b>product</b>, table, addition (or any one of them alone);</para>
/// <para>window: product, or border and first layer; table, border, <b>convolution</b>, table, product, table, addition; what stands before the
/// border and the product behind only where that pays.</para>
/// <para>An operator whose kernel does not exist stays as it is and runs on the reference.</para>
/// </remarks>
internal sealed class ChainFusion
{
    /// <summary>Blocks of gated pixels lie in a thread's working memory.</summary>
    private const int MaxGateChannels = 1 << 16;

    private readonly Graph _graph;
    private readonly PackedKernels _kernels;
    private readonly bool _fuses;
    private readonly long _minFusedBytes;
    private readonly Dictionary<Tensor, int> _uses;
    private readonly StorageMap _storage;
    private int _position;

    private ChainFusion(Graph graph, PackedKernels kernels, bool fuses, long minFusedBytes)
    {
        _graph = graph;
        _kernels = kernels;
        _fuses = fuses;
        _minFusedBytes = minFusedBytes;
        _uses = graph.UseCounts();
        _storage = new StorageMap(graph);
    }

    /// <summary>Replaces operators by chains.</summary>
    /// <param name="graph">The lowered graph.</param>
    /// <param name="kernels">The kernels of the path.</param>
    /// <param name="fuses">False to make each operator a chain of its own.</param>
    /// <param name="minFusedBytes">Tensors around a depthwise convolution that are smaller are not kept out of the arena.</param>
    public static void Apply(Graph graph, PackedKernels kernels, bool fuses, long minFusedBytes)
    {
        ChainFusion fusion = new(graph, kernels, fuses, minFusedBytes);
        List<Operator> chains = [];
        while (fusion._position < graph.Operators.Count)
        {
            chains.Add(fusion.Next());
        }

        int next = 0;
        graph.Rewrite(_ => next < chains.Count ? [chains[next++]] : []);
    }

    /// <summary>Whether a pixel's result depends on its neighbours.</summary>
    public static bool IsWindowed(Operator step) => step is DepthwiseConv2D or Pool2D || (step is Conv2D && !IsPointwise(step));

    /// <summary>Whether each pixel's result depends on that pixel alone.</summary>
    public static bool IsPointwise(Operator step)
    {
        return step is FullyConnected
            || (step is Conv2D conv
                && !PackedKernels.IsGrouped(conv)
                && conv.Weights.Shape[1] == 1 && conv.Weights.Shape[2] == 1
                && conv.Vertical.Stride == 1 && conv.Horizontal.Stride == 1);
    }

    private Operator Next()
    {
        List<Operator> steps = [];
        int start = _position;
        if (TryWindow(steps) || TryPixels(steps, start))
        {
            return new FusedChain([.. steps]);
        }

        _position = start + 1;
        return _graph.Operators[start];
    }

    private bool TryWindow(List<Operator> steps)
    {
        int start = _position;
        bool isWindow = TryWindowFrom(steps, withHead: _fuses) || (Reset(steps, start) && TryWindowFrom(steps, withHead: false));
        return isWindow || !Reset(steps, start);
    }

    private bool TryWindowFrom(List<Operator> steps, bool withHead)
    {
        if (withHead && !TakeHead(steps))
        {
            return false;
        }

        if (_fuses)
        {
            Take(steps, IsBorder);
        }

        bool isBordered = steps.Count > 0 && steps[^1] is Pad;
        if (!Take(steps, step => IsWindow(step) && (!withHead || step is DepthwiseConv2D) && !(isBordered && HasOwnBorder(step))))
        {
            return false;
        }

        if (_fuses && !(steps[^1] is Conv2D conv && IsFiltered(conv)))
        {
            Take(steps, IsTable);
            bool isDepthwise = steps.Exists(step => step is DepthwiseConv2D);
            if (isDepthwise && IsLarge(steps[^1].Outputs[0]) && !ServesNextWindowBetter(steps[^1].Outputs[0]) && Take(steps, IsPixelProduct))
            {
                TakeTableAndBinary(steps);
            }
        }

        return true;
    }

    /// <summary>What makes the rows of a depthwise convolution, where their tensor is large: a product, or the first layer with its border.</summary>
    private bool TakeHead(List<Operator> steps)
    {
        if (!Take(steps, IsPixelProduct))
        {
            Take(steps, IsBorder);
            if (!Take(steps, step => step is Conv2D && IsWindow(step)))
            {
                return false;
            }
        }

        Take(steps, IsTable);
        return IsLarge(steps[^1].Outputs[0]);
    }

    /// <summary>
    /// Whether the product that follows makes a larger tensor than it reads, for another depthwise convolution (MobileNetV1): as the head of
    /// that window it keeps the larger of the two out of the arena.
    /// </summary>
    private bool ServesNextWindowBetter(Tensor read)
    {
        int next = _position + 1;
        if (next >= _graph.Operators.Count || _graph.Operators[_position].Outputs[0] is not { } made || made.ByteCount <= read.ByteCount)
        {
            return false;
        }

        while (next < _graph.Operators.Count && _graph.Operators[next] is TableLookup or Pad)
        {
            next++;
        }

        return next < _graph.Operators.Count && _graph.Operators[next] is DepthwiseConv2D conv && IsWindow(conv) && _uses[made] == 1;
    }

    private bool TryPixels(List<Operator> steps, int start)
    {
        if (_fuses && Take(steps, IsGate) && Take(steps, IsPixelProduct))
        {
            TakeTableAndBinary(steps);
            return true;
        }

        Reset(steps, start);
        if (Take(steps, IsPixelProduct))
        {
            if (_fuses)
            {
                TakeTableAndBinary(steps);
            }

            return true;
        }

        return Take(steps, IsTable) || Take(steps, IsElementwise) || Take(steps, IsGate) || !Reset(steps, start);
    }

    private void TakeTableAndBinary(List<Operator> steps)
    {
        Take(steps, IsTable);
        Take(steps, IsElementwise);
    }

    /// <summary>Goes back; always true, so that it can stand in a condition.</summary>
    private bool Reset(List<Operator> steps, int start)
    {
        steps.Clear();
        _position = start;
        return true;
    }

    /// <summary>Adds the next operator to the chain if it fits and, unless it is the first, alone reads the chain's result so far.</summary>
    private bool Take(List<Operator> steps, Func<Operator, bool> fits)
    {
        if (_position >= _graph.Operators.Count)
        {
            return false;
        }

        Operator step = _graph.Operators[_position];
        if (!fits(step) || (steps.Count > 0 && !Continues(steps[^1], step)))
        {
            return false;
        }

        steps.Add(step);
        _position++;
        return true;
    }

    private bool Continues(Operator last, Operator next)
    {
        Tensor result = last.Outputs[0];
        bool isMainInput = next is Binary binary && !PackedKernels.IsGate(binary) ? next.Inputs.Contains(result) : next.Inputs[0] == result;
        return isMainInput && _uses[result] == 1;
    }

    private bool IsLarge(Tensor tensor) => tensor.ByteCount >= _minFusedBytes;

    /// <summary>A reshaped constant is no activation either.</summary>
    private bool IsActivation(Tensor tensor) => !_storage.Of(tensor).IsConstant;

    private bool IsPixelProduct(Operator step) => IsPointwise(step) && IsActivation(step.Inputs[0]) && _kernels.Gemm(step) is not null;

    private bool IsWindow(Operator step)
    {
        if (!IsActivation(step.Inputs[0]))
        {
            return false;
        }

        return step switch
        {
            DepthwiseConv2D conv => ChainGeometry.Of(conv, null).IsReasonable(conv.Output.Shape[3]) && _kernels.Depthwise(conv) is not null,
            Conv2D conv => ChainGeometry.Of(conv, null).IsReasonable(conv.Output.Shape[3]) && !IsPointwise(conv) && HasKernel(conv),
            Pool2D { Function: PoolFunction.Max } pool => ChainGeometry.Of(pool, null).IsReasonable(pool.Output.Shape[3]),
            _ => false,
        };
    }

    private bool HasKernel(Conv2D conv)
    {
        return PackedKernels.IsGrouped(conv) ? _kernels.Groups(conv) is not null : IsFiltered(conv) || _kernels.Gemm(conv) is not null;
    }

    /// <summary>Whether a convolution runs by minimal filtering, behind which nothing is fused.</summary>
    private bool IsFiltered(Conv2D conv) => _kernels.Winograd(conv) is not null;

    /// <summary>Whether a pool's windows pass its input's edge: unlike a PAD's border, what lies there does not count.</summary>
    private static bool HasOwnBorder(Operator step)
    {
        return step is Pool2D { Padding: Padding.Same } pool
            && (((long)pool.Output.Shape[1] - 1) * pool.StrideHeight + pool.WindowHeight > pool.Input.Shape[1]
                || ((long)pool.Output.Shape[2] - 1) * pool.StrideWidth + pool.WindowWidth > pool.Input.Shape[2]);
    }

    private bool IsBorder(Operator step) => step is Pad pad && ChainGeometry.IsFoldable(pad) && IsActivation(pad.Input);

    private bool IsTable(Operator step) => step is TableLookup lookup && IsActivation(lookup.Input) && _kernels.Table(lookup) is not null;

    private bool IsElementwise(Operator step)
    {
        return step is Binary binary && IsActivation(binary.A) && IsActivation(binary.B) && _kernels.Elementwise(binary) is not null;
    }

    private bool IsGate(Operator step)
    {
        return step is Binary binary
            && IsActivation(binary.A) && IsActivation(binary.B) && _kernels.Gate(binary) is not null
            && binary.A.Shape[3] <= MaxGateChannels;
    }
}
