namespace MobileNetEdge.Quantizer.Execution;

/// <summary>SOFTMAX along the innermost dimension, in double precision; a unit is a row.</summary>
internal sealed class SoftmaxKernel(Softmax softmax, int source, int target) : FloatKernel
{
    private readonly int _length = softmax.Input.Shape.Rank == 0 ? 1 : softmax.Input.Shape[^1];
    private readonly float _beta = softmax.Beta;

    /// <inheritdoc/>
    public override int Units { get; } = softmax.Input.Shape.Rank == 0 ? 1 : softmax.Input.Shape.ElementCount / softmax.Input.Shape[^1];

    /// <inheritdoc/>
    public override long Work { get; } = 32L * softmax.Input.Shape.ElementCount;

    /// <inheritdoc/>
    public override void Run(FloatBuffers buffers, int first, int end)
    {
        for (int row = first; row < end; row++)
        {
            Apply(buffers.Span(source).Slice(row * _length, _length), buffers.Span(target).Slice(row * _length, _length));
        }
    }

    private void Apply(ReadOnlySpan<float> row, Span<float> result)
    {
        float max = float.NegativeInfinity;
        foreach (float value in row)
        {
            max = Math.Max(max, _beta * value);
        }

        double sum = 0;
        foreach (float value in row)
        {
            sum += Math.Exp((double)_beta * value - max);
        }

        for (int i = 0; i < row.Length; i++)
        {
            result[i] = (float)(Math.Exp((double)_beta * row[i] - max) / sum);
        }
    }
}
