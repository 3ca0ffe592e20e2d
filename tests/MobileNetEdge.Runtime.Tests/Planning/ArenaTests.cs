namespace MobileNetEdge.Runtime.Tests.Planning;

/// <summary>Properties of the arena's plan over random networks.</summary>
public sealed class ArenaTests
{
    private const int Seeds = 150;
    private const int Alignment = 64;

    [Fact]
    public void Tensors_needed_at_the_same_step_never_overlap()
    {
        ForEachPlan((prepared, seed) =>
        {
            foreach (TensorPlacement a in prepared.Placements)
            {
                foreach (TensorPlacement b in prepared.Placements.Where(b => b != a && a.FirstStep <= b.LastStep && b.FirstStep <= a.LastStep))
                {
                    Assert.True(
                        a.Offset + a.ByteCount <= b.Offset || b.Offset + b.ByteCount <= a.Offset, $"seed {seed}: {a} overlaps {b}");
                }
            }
        });
    }

    [Fact]
    public void Placements_are_aligned_and_inside_an_arena_not_above_the_sum()
    {
        ForEachPlan((prepared, seed) =>
        {
            Assert.All(prepared.Placements, p => Assert.True(p.Offset % Alignment == 0, $"seed {seed}: {p}"));
            Assert.All(prepared.Placements, p => Assert.Equal(p.Tensor.ByteCount, p.ByteCount));
            Assert.Equal(prepared.Placements.Max(p => p.Offset + p.ByteCount), prepared.ArenaByteCount);
            Assert.True(
                prepared.ArenaByteCount <= prepared.Placements.Sum(p => (p.ByteCount + Alignment - 1) / Alignment * Alignment), $"seed {seed}");
        });
    }

    [Fact]
    public void Lifetimes_cover_every_reader_and_writer_among_the_steps()
    {
        ForEachPlan((prepared, seed) =>
        {
            Dictionary<Tensor, TensorPlacement> places = prepared.Placements.ToDictionary(p => p.Tensor);
            for (int i = 0; i < prepared.Steps.Length; i++)
            {
                PreparedStep step = prepared.Steps[i];
                IEnumerable<Tensor> read = step.Operators.SelectMany(part => part.Inputs).Where(places.ContainsKey);
                Assert.All(read, t => Assert.True(places[t].FirstStep < i && places[t].LastStep >= i, $"seed {seed}: {step}"));
                Assert.True(places[step.Output].FirstStep == i, $"seed {seed}: {step}");
            }

            Assert.All(prepared.Model.Inputs, t => Assert.True(places[t].FirstStep == -1 && places[t].LastStep == prepared.Steps.Length, $"seed {seed}"));
        });
    }

    [Fact]
    public void Result_is_that_of_the_steps_run_one_by_one()
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            Random random = new(seed);
            Model model = RandomNetwork(random);
            Array[] inputs = Running.RandomInputs(model, random);
            Dictionary<Tensor, Array> values = model.Inputs.Zip(inputs).ToDictionary(pair => pair.First, pair => pair.Second);
            foreach (Operator step in model.Operators)
            {
                Tensor[] read = [.. step.Inputs.Where(t => !t.IsConstant).Distinct()];
                values[step.Outputs[0]] = Running.Run(Make.Model(read, [step.Outputs[0]], step), [.. read.Select(t => values[t])])[0];
            }

            Array[] actual = Running.Run(model, inputs);

            Assert.True(model.Outputs.Zip(actual).All(pair => ((sbyte[])values[pair.First]).SequenceEqual((sbyte[])pair.Second)), $"seed {seed}");
        }
    }

    [Fact]
    public void Arena_is_smaller_than_the_sum_for_a_chain()
    {
        Tensor[] tensors = [.. Enumerable.Range(0, 12).Select(i => Make.Int8(new Shape(1000), 0.5f, 0, $"t{i}"))];
        Model model = Make.Model([tensors[0]], [tensors[^1]], [.. tensors.Zip(tensors.Skip(1), (a, b) => Make.Add(a, a, b, FusedActivation.Relu6))
            .Select((step, i) => (Operator)(i % 2 == 0 ? new Mean(step.A, step.Output, [], true) : new Transpose(step.A, step.Output, [0])))]);

        using PreparedModel prepared = PreparedModel.Prepare(model);

        // The input stays, two others take turns.
        Assert.Equal(2 * 1024 + 1000, prepared.ArenaByteCount);
    }

    [Fact]
    public void Limit_is_enforced_to_the_byte()
    {
        Tensor x = Make.Int8(new Shape(1000), 0.5f, 0, "x");
        Model model = Make.Model(new Unary(UnaryFunction.Relu, x, Make.Int8(new Shape(1000), 0.5f, 0, "large")));
        using PreparedModel fits = PreparedModel.Prepare(model, new PrepareOptions { MaxArenaBytes = 2024 });

        UnsupportedModelException exception = Assert.Throws<UnsupportedModelException>(
            () => PreparedModel.Prepare(model, new PrepareOptions { MaxArenaBytes = 2023 }));

        Assert.Equal(2024, fits.ArenaByteCount);
        Assert.Contains("2023", exception.Message, StringComparison.Ordinal);
        Assert.Contains("MaxArenaBytes", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData((1 << 30) + 1)]
    public void Arena_beyond_what_offsets_can_express_is_refused_whatever_the_limit(int elements)
    {
        Tensor x = Make.Int8(new Shape(elements), 0.5f, 0, "x");
        Model model = Make.Model(new Unary(UnaryFunction.Relu, x, Make.Int8(new Shape(elements), 0.5f, 0, "y")));

        Assert.Throws<UnsupportedModelException>(() => PreparedModel.Prepare(model, new PrepareOptions { MaxArenaBytes = long.MaxValue }));
    }

    private static void ForEachPlan(Action<PreparedModel, int> check)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            using PreparedModel prepared = PreparedModel.Prepare(RandomNetwork(new Random(seed)));
            check(prepared, seed);
        }
    }

    /// <summary>Steps that each read one or two random earlier tensors; sizes vary, all ends of the graph are outputs.</summary>
    private static Model RandomNetwork(Random random)
    {
        List<Tensor> tensors = [Make.Int8(new Shape(1, random.Next(1, 400)), 0.5f, 0, "input")];
        List<Operator> steps = [];
        for (int i = random.Next(1, 20); i > 0; i--)
        {
            Operator step = RandomStep(random, tensors[random.Next(tensors.Count)], tensors);
            steps.Add(step);
            tensors.Add(step.Outputs[0]);
        }

        Tensor[] read = [.. steps.SelectMany(s => s.Inputs)];
        return Make.Model([tensors[0]], [.. tensors.Skip(1).Where(t => !read.Contains(t) || random.Next(6) == 0)], [.. steps]);
    }

    private static Operator RandomStep(Random random, Tensor x, List<Tensor> tensors)
    {
        int length = x.Shape.ElementCount;
        Tensor Output(params int[] extents) => Make.Int8(new Shape(extents), 0.5f, random.Next(-9, 9), $"t{tensors.Count}");
        switch (random.Next(5))
        {
            case 0:
                int before = random.Next(100);
                return new Pad(x, Output([.. x.Shape.Extents[..^1], x.Shape[^1] + before]), [.. new int[x.Shape.Rank - 1], before], [.. new int[x.Shape.Rank]]);
            case 1:
                return new Unary(UnaryFunction.HardSwish, x, Output([.. x.Shape.Extents]));
            case 2:
                return new Reshape(x, Output(x.Shape.Rank == 2 ? [length] : [1, length]));
            case 3:
                Tensor other = tensors.Where(t => t.Shape.Equals(x.Shape)).OrderBy(_ => random.Next()).First();
                return Make.Add(x, other, Output([.. x.Shape.Extents]));
            default:
                return new Mean(x, Output([.. x.Shape.Extents[..^1], 1]), [x.Shape.Rank - 1], true);
        }
    }
}
