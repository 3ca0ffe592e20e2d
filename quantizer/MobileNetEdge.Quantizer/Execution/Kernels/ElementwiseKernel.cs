namespace MobileNetEdge.Quantizer.Execution;

/// <summary>A function of one argument for each element.</summary>
internal sealed class ElementwiseKernel<TFunction>(TFunction function, int source, int target, int count) : FloatKernel
    where TFunction : struct, IUnaryFunction
{
    /// <summary>A multiple of every vector's width.</summary>
    private const int ElementsPerUnit = 4096;

    /// <inheritdoc/>
    public override int Units => (count + ElementsPerUnit - 1) / ElementsPerUnit;

    /// <inheritdoc/>
    public override long Work => count;

    /// <inheritdoc/>
    public override void Run(FloatBuffers buffers, int first, int end)
    {
        Range part = (first * ElementsPerUnit)..Math.Min(end * ElementsPerUnit, count);
        Elements.Map(function, buffers.Span(source)[part], buffers.Span(target)[part]);
    }
}
