namespace MobileNetEdge.Quantizer.Tests.Execution;

/// <summary>Operators that compute element by element, and reductions, against their definition.</summary>
public sealed class FloatElementTests
{
    private static readonly int[] Lengths = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 4095, 4096, 4097, 200_000];

    [Fact]
    public void Function_of_one_argument_equals_its_definition()
    {
        foreach (UnaryFunction function in Enum.GetValues<UnaryFunction>())
        {
            foreach (int length in Lengths)
            {
                Unary step = new(function, FloatTensors.Activation("x", length), FloatTensors.Activation("y", length));
                OperatorChecker.Check(step, new Random(length), $"{function}, seed {length}", 1e-6, magnitude: 8);
            }
        }
    }

    [Theory]
    [InlineData(UnaryFunction.Logistic, 0, 1)]
    [InlineData(UnaryFunction.Tanh, -1, 1)]
    public void Sigmoid_functions_saturate(UnaryFunction function, float low, float high)
    {
        using FloatExecutor executor = new(
            FloatTensors.Network(new Unary(function, FloatTensors.Activation("x", 4), FloatTensors.Activation("y", 4))), 1);
        float[] extremes = [-1e30f, 1e30f, float.NegativeInfinity, float.PositiveInfinity];
        extremes.CopyTo(executor.Input());
        executor.Run();
        Assert.Equal([low, high, low, high], executor.Output().ToArray());
    }

    [Fact]
    public void Quantizers_own_functions_equal_their_definition()
    {
        foreach (int length in Lengths)
        {
            Tensor input = FloatTensors.Activation("x", 1, length), output = FloatTensors.Activation("y", 1, length);
            Operator[] steps =
            [
                new Clip(input, output, -0.5f, 2),
                new Clip(input, output, float.NegativeInfinity, 2),
                new HardSigmoid(input, output, 0.2f, 0.5f),
                new LeakyRelu(input, output, 0.01f),
                new Conversion(input, output),
            ];
            foreach (Operator step in steps)
            {
                OperatorChecker.Check(step, new Random(length), $"seed {length}", 1e-6);
            }
        }
    }

    [Fact]
    public void Batch_normalization_equals_its_definition()
    {
        OperatorChecker.CheckMany(40, random =>
        {
            int channels = random.Next(1, 70);
            float[] variance = new float[channels];
            FloatTensors.Fill(random, variance, 1);
            Tensor input = FloatTensors.Activation("x", 1, random.Next(1, 5), random.Next(1, 5), channels);
            return new BatchNormalization(
                input, new Tensor("y", ElementType.Float32, input.Shape),
                FloatTensors.RandomConstant(random, 2, channels), FloatTensors.RandomConstant(random, 2, channels),
                FloatTensors.RandomConstant(random, 2, channels),
                FloatTensors.Constant("variance", new Shape(channels), [.. variance.Select(v => v * v + 0.01f)]), 1e-3f);
        });
    }

    [Fact]
    public void Binary_operators_broadcast_as_defined()
    {
        OperatorChecker.CheckMany(300, random =>
        {
            int rank = random.Next(0, 6);
            int[] a = new int[rank], b = new int[rank], output = new int[rank];
            for (int d = 0; d < rank; d++)
            {
                output[d] = random.Next(1, 7);
                (a[d], b[d]) = random.Next(4) switch
                {
                    0 => (1, output[d]),
                    1 => (output[d], 1),
                    _ => (output[d], output[d]),
                };
            }

            int[] shorter = [.. b.SkipWhile(extent => extent == 1 && random.Next(2) == 0)];
            return Combine((BinaryFunction)random.Next(3), a, shorter, output, (FusedActivation)random.Next(4));
        });
    }

    [Fact]
    public void Binary_operators_that_threads_share_equal_their_definition()
    {
        Operator[] steps =
        [
            Combine(BinaryFunction.Add, [1, 40, 40, 80], [1, 40, 40, 80], [1, 40, 40, 80], FusedActivation.None),
            Combine(BinaryFunction.Mul, [1, 40, 40, 80], [1, 1, 1, 80], [1, 40, 40, 80], FusedActivation.None),
            Combine(BinaryFunction.Sub, [], [1, 40, 40, 80], [1, 40, 40, 80], FusedActivation.Relu6),
        ];
        foreach (Operator step in steps)
        {
            OperatorChecker.Check(step, new Random(1), "seed 1");
        }
    }

    [Fact]
    public void Binary_operator_takes_a_constant_on_either_side()
    {
        Random random = new(1);
        Tensor constant = FloatTensors.RandomConstant(random, 2, 5);
        Tensor input = FloatTensors.Activation("x", 3, 5), output = FloatTensors.Activation("y", 3, 5);
        Model right = FloatTensors.Network(new Binary(BinaryFunction.Sub, input, constant, output, FusedActivation.None));
        Model left = FloatTensors.Network(new Binary(BinaryFunction.Sub, constant, input, output, FusedActivation.None));
        using FloatExecutor first = new(right, 1);
        using FloatExecutor second = new(left, 1);
        FloatTensors.Fill(random, first.Input(), 2);
        first.Input().CopyTo(second.Input());
        first.Run();
        second.Run();
        Assert.Equal(first.Output().ToArray(), second.Output().ToArray().Select(value => -value));
        Assert.Equal(FloatTensors.Values(constant), first.Value(constant).ToArray().Select(value => (double)value));
    }

    [Fact]
    public void Fully_connected_equals_its_definition()
    {
        OperatorChecker.CheckMany(60, random =>
        {
            int rows = random.Next(1, 20), depth = random.Next(1, 80), outputs = random.Next(1, 80);
            Tensor? bias = random.Next(3) == 0 ? null : FloatTensors.RandomConstant(random, 2, outputs);
            return new FullyConnected(
                FloatTensors.Activation("x", rows, 1, depth), FloatTensors.RandomConstant(random, 0.3f, outputs, depth), bias,
                FloatTensors.Activation("y", rows, outputs), false, (FusedActivation)random.Next(4));
        });
    }

    [Fact]
    public void Mean_equals_its_definition()
    {
        OperatorChecker.CheckMany(150, random =>
        {
            int rank = random.Next(1, 5);
            int[] extents = [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, random.Next(8) == 0 ? 200 : 7))];
            int[] axes = [.. Enumerable.Range(0, rank).Where(_ => random.Next(2) == 0)];
            int[] kept = [.. extents.Select((extent, d) => axes.Contains(d) ? 1 : extent)];
            return new Mean(FloatTensors.Activation("x", extents), FloatTensors.Activation("y", kept), [.. axes], true);
        });
    }

    [Fact]
    public void Softmax_equals_its_definition()
    {
        OperatorChecker.CheckMany(40, random =>
        {
            int rows = random.Next(1, 5), length = random.Next(1, 40);
            Tensor input = FloatTensors.Activation("x", rows, length), output = FloatTensors.Activation("y", rows, length);
            return new Softmax(input, output, random.NextSingle() + 0.5f);
        });
    }

    private static Binary Combine(BinaryFunction function, int[] a, int[] b, int[] output, FusedActivation activation)
    {
        return new Binary(
            function, FloatTensors.Activation("a", a), FloatTensors.Activation("b", b), FloatTensors.Activation("y", output), activation);
    }
}
