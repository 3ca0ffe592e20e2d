namespace MobileNetEdge.Runtime.Tests.Kernels.Chains;

/// <summary>Chains over naive kernels: whatever is fused and however it is split, the bytes are the reference's.</summary>
public sealed class ChainTests
{
    public static TheoryData<string> Families => [.. SelfTest.Families];

    [Theory]
    [MemberData(nameof(Families))]
    public void Chains_give_the_bytes_of_the_reference(string family)
    {
        foreach (SelfTestCase @case in SelfTest.Cases.Where(c => c.Family == family))
        {
            byte[] expected = @case.Run(ExecutionPath.Reference);
            foreach ((int threads, bool fuses) in ((int, bool)[])[(1, true), (1, false), (3, true), (2, false)])
            {
                PrepareOptions options = new() { Threads = threads, Fuses = fuses, MinFusedBytes = 0, AllowOversubscription = true };
                using Model model = @case.BuildModel();
                byte[] actual = @case.Run(model, PreparedModel.Prepare(model, options, ExecutionPath.Reference, new NaiveKernels(5, 8)));
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"{@case}, {threads} threads, fused: {fuses}");
            }
        }
    }
}
