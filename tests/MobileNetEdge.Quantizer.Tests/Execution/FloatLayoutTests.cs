namespace MobileNetEdge.Quantizer.Tests.Execution;

/// <summary>Operators that move elements, against their definition.</summary>
public sealed class FloatLayoutTests
{
    [Fact]
    public void Pad_equals_its_definition()
    {
        OperatorChecker.CheckMany(80, random =>
        {
            int[] extents = AnyExtents(random, random.Next(0, 5));
            int[] before = [.. extents.Select(_ => random.Next(3))];
            int[] after = [.. extents.Select(_ => random.Next(3))];
            int[] padded = [.. extents.Select((extent, d) => extent + before[d] + after[d])];
            return new Pad(FloatTensors.Activation("x", extents), FloatTensors.Activation("y", padded), [.. before], [.. after]);
        });
    }

    [Fact]
    public void Transpose_equals_its_definition()
    {
        OperatorChecker.CheckMany(80, random =>
        {
            int[] extents = AnyExtents(random, random.Next(0, 6));
            int[] permutation = [.. Enumerable.Range(0, extents.Length)];
            random.Shuffle(permutation);
            int[] moved = [.. permutation.Select(d => extents[d])];
            return new Transpose(FloatTensors.Activation("x", extents), FloatTensors.Activation("y", moved), [.. permutation]);
        });
    }

    [Fact]
    public void Concatenation_equals_its_definition()
    {
        OperatorChecker.CheckMany(80, random =>
        {
            int[] extents = AnyExtents(random, random.Next(1, 5));
            int axis = random.Next(extents.Length);
            List<Tensor> parts = [];
            int total = 0;
            for (int i = random.Next(1, 5); i > 0; i--)
            {
                extents[axis] = random.Next(1, 20);
                total += extents[axis];
                parts.Add(FloatTensors.Activation($"x{i}", extents));
            }

            extents[axis] = total;
            return new Concatenation([.. parts], FloatTensors.Activation("y", extents), axis, (FusedActivation)random.Next(4));
        });
    }

    [Fact]
    public void Resize_equals_its_definition()
    {
        OperatorChecker.CheckMany(200, random =>
        {
            int mode = random.Next(3);
            int batch = random.Next(1, 3), channels = random.Next(1, 20);
            return new Resize(
                (ResizeFunction)random.Next(2),
                FloatTensors.Activation("x", batch, random.Next(1, 9), random.Next(1, 9), channels),
                FloatTensors.Activation("y", batch, random.Next(1, 17), random.Next(1, 17), channels),
                AlignCorners: mode == 1, HalfPixelCenters: mode == 2);
        });
    }

    [Fact]
    public void Reshape_shows_the_same_values()
    {
        Tensor input = FloatTensors.Activation("x", 2, 6), middle = FloatTensors.Activation("m", 3, 4);
        Tensor output = FloatTensors.Activation("y", 12);
        using FloatExecutor executor = new(FloatTensors.Network(new Reshape(input, middle), new Reshape(middle, output)), 1);
        FloatTensors.Fill(new Random(1), executor.Input(), 1);
        executor.Run();
        Assert.Equal(executor.Input().ToArray(), executor.Output().ToArray());
    }

    [Fact]
    public void Half_precision_weights_are_widened()
    {
        byte[] halves = new byte[6 * 2];
        for (int i = 0; i < 6; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteHalfLittleEndian(halves.AsSpan(i * 2), (Half)(i - 2.5f));
        }

        Tensor packed = new("half", ElementType.Float16, new Shape(2, 3), null, halves);
        Tensor weights = FloatTensors.Activation("w", 2, 3);
        Tensor input = FloatTensors.Activation("x", 1, 3), output = FloatTensors.Activation("y", 1, 2);
        Model model = FloatTensors.Network(
            new Conversion(packed, weights), new FullyConnected(input, weights, null, output, false, FusedActivation.None));
        using FloatExecutor executor = new(model, 1);
        executor.Input().Fill(1);
        List<Tensor> seen = [];
        executor.Run((tensor, _) => seen.Add(tensor));
        Assert.Equal([-4.5f, 4.5f], executor.Output().ToArray());
        Assert.Equal([input, output], seen);
    }

    private static int[] AnyExtents(Random random, int rank) => [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 6))];
}
