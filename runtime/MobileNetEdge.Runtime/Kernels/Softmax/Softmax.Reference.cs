using MobileNetEdge.Runtime.Numerics;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// SOFTMAX along the innermost dimension in integers, numerics.md equation (18): a table of exponentials by the distance from the row's
/// maximum, and one exact division an element.
/// </summary>
internal sealed class SoftmaxReference : PreparedOperator
{
    private const int FractionBits = 30;
    private const int OutputSteps = 256;

    private readonly Operand _input;
    private readonly ArenaSlice _output;
    private readonly int _depth;
    private readonly int[] _exponentials;

    public SoftmaxReference(Softmax softmax, PrepareContext context)
    {
        _input = context.Operand(softmax.Input);
        _output = context.Slice(softmax.Output);
        _depth = softmax.Input.Shape.Rank == 0 ? 1 : softmax.Input.Shape[^1];
        double step = (double)softmax.Beta * softmax.Input.Quantization!.Scale;
        _exponentials = [.. Enumerable.Range(0, 256).Select(distance => (int)Math.Round(Math.ScaleB(PortableMath.Exp(-step * distance), FractionBits)))];
    }

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        ReadOnlySpan<sbyte> source = _input.Read<sbyte>(share.Arena);
        Span<sbyte> destination = share.Arena.Int8(_output);
        for (int row = 0; row < source.Length; row += _depth)
        {
            Row(source.Slice(row, _depth), destination.Slice(row, _depth));
        }
    }

    private void Row(ReadOnlySpan<sbyte> source, Span<sbyte> destination)
    {
        int max = sbyte.MinValue;
        foreach (sbyte value in source)
        {
            max = Math.Max(max, value);
        }

        long sum = 0;
        foreach (sbyte value in source)
        {
            sum += _exponentials[max - value];
        }

        for (int i = 0; i < source.Length; i++)
        {
            long steps = (2L * OutputSteps * _exponentials[max - source[i]] + sum) / (2 * sum);
            destination[i] = (sbyte)Math.Min(steps + sbyte.MinValue, sbyte.MaxValue);
        }
    }
}
