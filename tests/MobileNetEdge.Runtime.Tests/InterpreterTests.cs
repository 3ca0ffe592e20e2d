using System.Buffers;

namespace MobileNetEdge.Runtime.Tests;

/// <summary>Using an interpreter, and misusing it.</summary>
public sealed class InterpreterTests
{
    private static readonly Shape Shape = new(1, 8);

    [Fact]
    public void Wrong_element_type_is_refused()
    {
        using PreparedModel prepared = PreparedModel.Prepare(Relu());
        using Interpreter interpreter = prepared.CreateInterpreter();

        Assert.Throws<ArgumentException>(() => { interpreter.Input<byte>(); });
        Assert.Throws<ArgumentException>(() => { interpreter.Output<float>(); });
        Assert.Throws<ArgumentException>(() => { interpreter.Output<decimal>(); });
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void Wrong_index_is_refused(int index)
    {
        using PreparedModel prepared = PreparedModel.Prepare(Relu());
        using Interpreter interpreter = prepared.CreateInterpreter();

        Assert.Throws<ArgumentOutOfRangeException>(() => { interpreter.Input<sbyte>(index); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { interpreter.Output<sbyte>(index); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { interpreter.InputBytes(index); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { interpreter.OutputBytes(index); });
    }

    [Fact]
    public void Bytes_are_the_elements_whatever_their_type()
    {
        using PreparedModel prepared = PreparedModel.Prepare(Make.Model(new Conversion(Make.Int8(new Shape(2), 0.5f), Make.Float(new Shape(2)))));
        using Interpreter interpreter = prepared.CreateInterpreter();
        interpreter.InputBytes()[1] = 0xFE;
        interpreter.Invoke();

        Assert.Equal([0, -2], interpreter.Input<sbyte>().ToArray());
        Assert.Equal([0, -1], interpreter.Output<float>().ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 0, 0x80, 0xBF], interpreter.OutputBytes().ToArray());
    }

    [Fact]
    public void Disposed_interpreter_refuses_to_be_used()
    {
        using PreparedModel prepared = PreparedModel.Prepare(Relu());
        Interpreter interpreter = prepared.CreateInterpreter();
        interpreter.Dispose();
        interpreter.Dispose();

        Assert.Throws<ObjectDisposedException>(interpreter.Invoke);
        Assert.Throws<ObjectDisposedException>(() => { interpreter.Input<sbyte>(); });
        Assert.Throws<ObjectDisposedException>(() => { interpreter.Output<sbyte>(); });
        Assert.Throws<ObjectDisposedException>(() => { interpreter.InputBytes(); });
    }

    [Fact]
    public void Inputs_survive_invoke()
    {
        foreach (SelfTestCase @case in SelfTest.Cases.Where(c => c.Family is "network" or "table" or "binary"))
        {
            using Model model = @case.BuildModel();
            using PreparedModel prepared = PreparedModel.Prepare(model);
            using Interpreter interpreter = prepared.CreateInterpreter();
            Tensor input = model.Inputs[0];
            if (input.Type == ElementType.Int8)
            {
                sbyte[] values = Make.Random(new Random(3), input.Shape.ElementCount);
                values.CopyTo(interpreter.Input<sbyte>());
                interpreter.Invoke();
                Assert.True(values.AsSpan().SequenceEqual(interpreter.Input<sbyte>()), @case.ToString());
            }
        }
    }

    [Fact]
    public void Arena_starts_as_zeros()
    {
        using PreparedModel prepared = PreparedModel.Prepare(Relu());
        using Interpreter interpreter = prepared.CreateInterpreter();

        Assert.Equal(new sbyte[8], interpreter.Input<sbyte>().ToArray());
        Assert.Equal(new sbyte[8], interpreter.Output<sbyte>().ToArray());
    }

    [Fact]
    public void Invoke_allocates_nothing_in_any_kernel()
    {
        HashSet<string> covered = [];
        foreach (SelfTestCase @case in SelfTest.Cases)
        {
            using PreparedModel prepared = PreparedModel.Prepare(@case.BuildModel());
            using Interpreter interpreter = prepared.CreateInterpreter();
            interpreter.Invoke();
            long before = GC.GetAllocatedBytesForCurrentThread();
            interpreter.Invoke();
            interpreter.Invoke();
            interpreter.Invoke();
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated == 0, $"{@case}: {allocated} bytes in three runs");
            covered.UnionWith(prepared.Steps.SelectMany(step => step.Operators).Select(step => step.Name));
        }

        string[] kernels =
        [
            "CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "ADD", "SUB", "MUL", "TABLE", "AVERAGE_POOL_2D", "MAX_POOL_2D", "MEAN", "PAD",
            "TRANSPOSE", "CONCATENATION", "SOFTMAX", "RESIZE_BILINEAR", "RESIZE_NEAREST_NEIGHBOR", "QUANTIZE", "DEQUANTIZE",
        ];
        Assert.Empty(kernels.Except(covered));
    }

    [Fact]
    public void Interpreters_on_two_threads_share_a_prepared_model()
    {
        foreach (SelfTestCase @case in SelfTest.Cases.Where(c => c.Family == "network"))
        {
            using Model model = @case.BuildModel();
            using PreparedModel prepared = PreparedModel.Prepare(model);
            Array[][] inputs = [.. Enumerable.Range(0, 8).Select(seed => Running.RandomInputs(model, new Random(seed)))];
            Array[] expected = [.. inputs.Select(input => Running.Run(prepared, input)[0])];
            Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
                Assert.Equal(expected[i % 8], Running.Run(prepared, inputs[i % 8])[0]));
        }
    }

    [Fact]
    public void Mapped_model_may_be_disposed_once_it_is_prepared()
    {
        SharedData.SkipIfAbsent();
        string path = SharedData.Path("tflite", "person_detect.tflite");
        Array expected;
        Array[] inputs;
        using (Model kept = Model.Load(path))
        {
            inputs = Running.RandomInputs(kept, new Random(1));
            expected = Running.Run(kept, inputs)[0];
        }

        Model model = Model.Load(path);
        using PreparedModel prepared = PreparedModel.Prepare(model);
        model.Dispose();
        model.Dispose();

        Assert.Equal(expected, Running.Run(prepared, inputs)[0]);
    }

    /// <summary>Once released its hold on constants a second time, which frees a garbage collector's handle twice.</summary>
    [Fact]
    public void Prepared_model_releases_its_constants_once()
    {
        using CountingMemory memory = new(4);
        Tensor weights = new("weights", ElementType.Int8, new Shape(2, 2), new QuantizationParameters(1, 0), memory.Memory);
        Tensor x = Make.Int8(new Shape(1, 2), 1);
        PreparedModel prepared = PreparedModel.Prepare(
            Make.Model(new FullyConnected(x, weights, null, Make.Int8(new Shape(1, 2), 1), false, FusedActivation.None)));

        Assert.Equal(1, memory.Pins);
        prepared.Dispose();
        prepared.Dispose();
        Assert.Equal(0, memory.Pins);
    }

    /// <summary>The finalizer once could free the arena of an interpreter that ran for the last time.</summary>
    [Fact]
    public void Interpreter_stays_alive_while_it_runs()
    {
        Tensor x = Make.Int8(new Shape(1, 64, 64, 16), 0.1f);
        Tensor y = Make.Int8(x.Shape, 0.1f);
        Model model = Make.Model(new Pool2D(PoolFunction.Max, x, y, 5, 5, 1, 1, Padding.Same, FusedActivation.None));
        using PreparedModel prepared = PreparedModel.Prepare(model);
        using Timer collector = new(_ => { GC.Collect(); GC.WaitForPendingFinalizers(); }, null, 0, 1);
        for (int i = 0; i < 10; i++)
        {
            prepared.CreateInterpreter().Invoke();
        }
    }

    private static Model Relu() => Make.Model(new Unary(UnaryFunction.Relu, Make.Int8(Shape), Make.Int8(Shape)));

    /// <summary>Memory that counts how often it is pinned and not yet released.</summary>
    private sealed unsafe class CountingMemory(int length) : MemoryManager<byte>
    {
        private readonly byte[] _bytes = GC.AllocateArray<byte>(length, pinned: true);

        public int Pins { get; private set; }

        public override Span<byte> GetSpan() => _bytes;

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            Pins++;
            fixed (byte* start = _bytes)
            {
                return new MemoryHandle(start + elementIndex, pinnable: this);
            }
        }

        public override void Unpin() => Pins--;

        protected override void Dispose(bool disposing)
        {
        }
    }
}
