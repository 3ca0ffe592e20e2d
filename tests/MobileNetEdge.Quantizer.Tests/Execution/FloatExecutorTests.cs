namespace MobileNetEdge.Quantizer.Tests.Execution;

/// <summary>The executor's contract, on whole networks.</summary>
public sealed class FloatExecutorTests
{
    [Fact]
    public void Network_equals_its_definition()
    {
        Model model = FloatMobileNetV2.Create(32, classes: 10);
        using FloatExecutor executor = new(model, 2);
        FloatTensors.Fill(new Random(7), executor.Input(), 1);
        executor.Run();
        Dictionary<Tensor, double[]> values = [];
        values[model.Inputs[0]] = [.. executor.Input().ToArray().Select(value => (double)value)];
        foreach (Operator step in model.Operators)
        {
            values[step.Outputs[0]] = NaiveOperators.Evaluate(step, t => t.IsConstant ? FloatTensors.Values(t) : values[t]);
        }

        OperatorChecker.AssertClose(values[model.Outputs[0]], executor.Output(), 1e-4, "seed 7");
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        FloatProgram program = new(FloatMobileNetV2.Create(96));
        float[] expected = Run(program, 1);
        foreach (int threads in (int[])[1, 2, 3, 7, 0])
        {
            Assert.Equal(expected, Run(program, threads));
        }
    }

    [Fact]
    public void Executors_on_different_threads_share_a_program()
    {
        FloatProgram program = new(FloatMobileNetV2.Create(64));
        float[] expected = Run(program, 1);
        float[][] results = new float[8][];
        Parallel.For(0, results.Length, i => results[i] = Run(program, 1));
        Assert.All(results, result => Assert.Equal(expected, result));
    }

    [Fact]
    public void Observer_sees_every_activation_in_order_with_the_values_that_keeping_all_keeps()
    {
        Model model = FloatMobileNetV2.Create(32);
        FloatProgram program = new(model);
        using FloatExecutor planned = new(program, 1);
        using FloatExecutor keeping = new(program, 1, keepAll: true);
        FloatTensors.Fill(new Random(7), planned.Input(), 1);
        planned.Input().CopyTo(keeping.Input());
        keeping.Run();
        List<Tensor> seen = [];
        planned.Run((tensor, values) =>
        {
            seen.Add(tensor);
            Assert.True(values.SequenceEqual(keeping.Value(tensor)), $"{tensor} differs");
        });
        Assert.Equal(model.Inputs.Concat(model.Operators.Select(step => step.Outputs[0])), seen);
    }

    [Fact]
    public void Input_keeps_its_contents_over_runs()
    {
        using FloatExecutor executor = new(FloatMobileNetV2.Create(32), 1);
        FloatTensors.Fill(new Random(7), executor.Input(), 1);
        float[] input = executor.Input().ToArray();
        executor.Run();
        float[] output = executor.Output().ToArray();
        executor.Run();
        Assert.Equal(input, executor.Input().ToArray());
        Assert.Equal(output, executor.Output().ToArray());
    }

    [Fact]
    public void Value_of_memory_that_was_given_away_is_refused()
    {
        Model model = FloatMobileNetV2.Create(32);
        using FloatExecutor executor = new(model, 1);
        executor.Run();
        Assert.Contains("keepAll", Assert.Throws<ArgumentException>(() => executor.Value(model.Operators[0].Outputs[0]).Length).Message);
        Assert.Throws<ArgumentException>(() => executor.Value(FloatTensors.Activation("stranger", 1)).Length);
        Assert.Equal(1000, executor.Value(model.Outputs[0]).Length);
    }

    [Fact]
    public void Disposed_executor_refuses_to_run()
    {
        FloatExecutor executor = new(FloatMobileNetV2.Create(32), 1);
        executor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => executor.Run());
        Assert.Throws<ObjectDisposedException>(() => executor.Input().Length);
    }

    [Fact]
    public void Steps_out_of_order_are_invalid()
    {
        Tensor a = FloatTensors.Activation("a", 4), b = FloatTensors.Activation("b", 4), c = FloatTensors.Activation("c", 4);
        Unary first = new(UnaryFunction.Relu, a, b), second = new(UnaryFunction.Tanh, b, c);
        Assert.Throws<InvalidModelException>(() => new FloatProgram(FloatTensors.Network(second, first)));
        Assert.Throws<InvalidModelException>(() => new FloatProgram(FloatTensors.Network(first, first)));
    }

    [Fact]
    public void What_is_not_a_float_network_is_unsupported()
    {
        Tensor a = FloatTensors.Activation("a", 4);
        Tensor quantized = new("q", ElementType.Int8, new Shape(4), new QuantizationParameters(0.1f, 0));
        Assert.Throws<UnsupportedModelException>(() => new FloatProgram(FloatTensors.Network(new Conversion(a, quantized))));
        UnknownOperator unknown = new("WHILE", "no control flow", [a], [FloatTensors.Activation("b", 4)]);
        UnsupportedModelException thrown = Assert.Throws<UnsupportedModelException>(() => new FloatProgram(FloatTensors.Network(unknown)));
        Assert.Contains("no control flow", thrown.Message);
    }

    [Fact]
    public void Activations_beyond_the_limit_are_unsupported()
    {
        Tensor a = FloatTensors.Activation("a", 1 << 30), b = FloatTensors.Activation("b", 1 << 30);
        FloatProgram program = new(FloatTensors.Network(new Unary(UnaryFunction.Relu, a, b)));
        Assert.Throws<UnsupportedModelException>(() => new FloatExecutor(program, 1));
        Tensor c = FloatTensors.Activation("c", int.MaxValue), d = FloatTensors.Activation("d", int.MaxValue);
        Assert.Throws<UnsupportedModelException>(() => new FloatProgram(FloatTensors.Network(new Unary(UnaryFunction.Relu, c, d))));
    }

    private static float[] Run(FloatProgram program, int threads)
    {
        using FloatExecutor executor = new(program, threads);
        FloatTensors.Fill(new Random(7), executor.Input(), 1);
        executor.Run();
        return executor.Output().ToArray();
    }
}
