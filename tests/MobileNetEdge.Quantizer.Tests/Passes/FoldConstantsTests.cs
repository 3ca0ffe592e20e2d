using System.Buffers.Binary;
using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer.Tests.Passes;

/// <summary>Steps on constants are computed once and for all.</summary>
public sealed class FoldConstantsTests
{
    [Fact]
    public void Half_precision_weights_become_single_precision()
    {
        NetworkSketch sketch = new(1);
        Tensor image = sketch.New(1, 4, 4, 3);
        Tensor weights = sketch.Add(new Conversion(Halves(5, 1, 1, 3), sketch.New(5, 1, 1, 3)));
        sketch.Add(new Conv2D(image, weights, null, sketch.New(1, 4, 4, 5), new(1), new(1), Padding.Same, FusedActivation.None));
        Graph graph = PassChecker.Check(sketch.Model(), FoldConstants.Run, tolerance: 0);
        Conv2D conv = Assert.IsType<Conv2D>(Assert.Single(graph.Operators));
        Assert.True(conv.Weights is { IsConstant: true, Type: ElementType.Float32 });
    }

    [Fact]
    public void Chain_of_steps_on_constants_becomes_one_constant()
    {
        NetworkSketch sketch = new(2);
        Tensor transposed = sketch.Add(new Transpose(sketch.Constant(3, 4), sketch.New(4, 3), [1, 0]));
        Tensor scaled = sketch.Binary(BinaryFunction.Mul, transposed, sketch.Constant(3));
        Tensor shifted = sketch.Binary(BinaryFunction.Add, scaled, sketch.Constant(4, 3));
        Tensor row = sketch.Reshape(shifted, 1, 12);
        sketch.Binary(BinaryFunction.Add, sketch.New(1, 12), row);
        Graph graph = PassChecker.Check(sketch.Model(), FoldConstants.Run, tolerance: 0);
        Assert.True(Assert.IsType<Binary>(Assert.Single(graph.Operators)).B.IsConstant);
    }

    [Fact]
    public void Steps_on_activations_stay_the_same_objects()
    {
        NetworkSketch sketch = new(3);
        sketch.Binary(BinaryFunction.Add, sketch.Binary(BinaryFunction.Mul, sketch.New(4), sketch.Constant(4)), sketch.Constant(4));
        Model model = sketch.Model();
        Graph graph = PassChecker.Check(model, FoldConstants.Run, tolerance: 0);
        Assert.Equal(model.Operators, graph.Operators, (a, b) => ReferenceEquals(a, b));
    }

    [Fact]
    public void Output_of_the_network_stays_computed()
    {
        NetworkSketch sketch = new(4);
        Tensor sum = sketch.Binary(BinaryFunction.Add, sketch.Constant(4), sketch.Constant(4));
        Graph graph = PassChecker.Check(sketch.Model(sum), FoldConstants.Run, tolerance: 0);
        Assert.Single(graph.Operators);
    }

    [Fact]
    public void Steps_that_would_make_too_large_constants_stay()
    {
        NetworkSketch sketch = new(5);
        Tensor vast = sketch.Add(new Pad(sketch.Constant(1), sketch.New(FoldConstants.MaxElements + 1), [0], [FoldConstants.MaxElements]));
        sketch.Add(new Mean(vast, sketch.New(1), [0], true));
        Graph graph = new(sketch.Model());
        FoldConstants.Run(graph);
        Assert.Equal(["PAD", "MEAN"], graph.Operators.Select(step => step.Name));
    }

    private static Tensor Halves(params ReadOnlySpan<int> extents)
    {
        Random random = new(6);
        Shape shape = new(extents);
        byte[] data = new byte[shape.ElementCount * 2];
        for (int i = 0; i < shape.ElementCount; i++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(data.AsSpan(2 * i), (Half)random.NextSingle());
        }

        return new Tensor("halves", ElementType.Float16, shape, null, data);
    }
}
