namespace MobileNetEdge.Quantizer.Execution;

/// <summary>ADD, SUB and MUL with broadcasting.</summary>
internal sealed class BinaryKernel<TFunction> : FloatKernel
    where TFunction : struct, IBinaryFunction
{
    /// <summary>Longer runs are cut, so that threads can share one; a multiple of every vector's width.</summary>
    private const int MaxPieceLength = 4096;

    private readonly int _a;
    private readonly int _b;
    private readonly int _target;
    private readonly BroadcastRuns _runs;
    private readonly int _piecesPerRun;
    private readonly ClampFunction _clamp;

    public BinaryKernel(Binary binary, int a, int b, int target)
    {
        _a = a;
        _b = b;
        _target = target;
        _runs = BroadcastRuns.Of(binary.A.Shape, binary.B.Shape, binary.Output.Shape);
        _piecesPerRun = (_runs.Length + MaxPieceLength - 1) / MaxPieceLength;
        _clamp = ClampFunction.Of(binary.Activation);
        Work = binary.Output.Shape.ElementCount;
    }

    /// <inheritdoc/>
    public override int Units => _runs.A.Count * _piecesPerRun;

    /// <inheritdoc/>
    public override long Work { get; }

    /// <inheritdoc/>
    public override void Run(FloatBuffers buffers, int first, int end)
    {
        ReadOnlySpan<float> a = buffers.Span(_a);
        ReadOnlySpan<float> b = buffers.Span(_b);
        Span<float> target = buffers.Span(_target);
        for (int unit = first; unit < end; unit++)
        {
            (int run, int piece) = Math.DivRem(unit, _piecesPerRun);
            int start = piece * MaxPieceLength;
            int length = Math.Min(MaxPieceLength, _runs.Length - start);
            Elements.Combine<TFunction>(
                _clamp,
                Piece(a, _runs.A.Offset(run), _runs.DenseA, start, length),
                Piece(b, _runs.B.Offset(run), _runs.DenseB, start, length),
                target.Slice(run * _runs.Length + start, length));
        }
    }

    private static ReadOnlySpan<float> Piece(ReadOnlySpan<float> operand, int run, bool isDense, int start, int length)
    {
        return isDense ? operand.Slice(run + start, length) : operand.Slice(run, 1);
    }
}
