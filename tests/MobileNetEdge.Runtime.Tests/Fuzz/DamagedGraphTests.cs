namespace MobileNetEdge.Runtime.Tests.Fuzz;

/// <summary>Models whose operators, tensors and connections were changed at random.</summary>
public sealed class DamagedGraphTests(ITestOutputHelper output)
{
    private const int Seed = 815;

    [Fact]
    public void Damaged_graph_runs_or_is_refused()
    {
        Survival survival = new();
        for (int i = 0; i < Survival.Count; i++)
        {
            Random random = new(Seed + i);
            SelfTestCase @case = SelfTest.Cases[random.Next(SelfTest.Cases.Length)];
            Model damaged = new GraphMutator(random).Mutate(@case.BuildModel());
            survival.Try(() => damaged, fileBytes: 0, $"{@case}, seed {Seed + i}");
        }

        output.WriteLine($"{Survival.Count} graphs, {survival}");
    }

    /// <summary>Once each pool took half a megabyte of multipliers, without a limit on all of them.</summary>
    [Fact]
    public void Many_large_pools_take_little_memory()
    {
        Tensor[] tensors = [.. Enumerable.Range(0, 2001).Select(_ => Make.Int8(new Shape(1, 256, 1, 1)))];
        Model model = Make.Model([.. tensors.Zip(tensors.Skip(1), (a, b) =>
            (Operator)new Pool2D(PoolFunction.Average, a, b, 256, 256, 1, 1, Padding.Same, FusedActivation.None))]);

        new Survival().Try(() => model, fileBytes: 0, "pools");
    }

    [Fact]
    public void Longest_chain_is_prepared_soon()
    {
        Tensor[] tensors = [.. Enumerable.Range(0, 4097).Select(_ => Make.Int8(new Shape(1, 2, 2, 1)))];
        Model model = Make.Model([.. tensors.Zip(tensors.Skip(1), (a, b) => (Operator)new Transpose(a, b, [0, 2, 1, 3]))]);

        new Survival().Try(() => model, fileBytes: 0, "chain");
    }
}
