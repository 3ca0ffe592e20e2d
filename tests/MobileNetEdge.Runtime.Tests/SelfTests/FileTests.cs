namespace MobileNetEdge.Runtime.Tests.SelfTests;

/// <summary>Models written to a file and read back compute the same: every operator with every attribute that the ladder has.</summary>
public sealed class FileTests
{
    public static TheoryData<string> Families { get; } = [.. SelfTest.Families];

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_case_gives_the_same_bytes_from_a_file(string family)
    {
        foreach (SelfTestCase @case in SelfTest.Cases.Where(c => c.Family == family))
        {
            using Model model = @case.BuildModel();
            using Model read = Model.Read(model.ToFile());
            PrepareOptions options = new() { Path = ExecutionPath.Reference };
            Assert.True(@case.Run(model, options).AsSpan().SequenceEqual(@case.Run(read, options)), @case.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Writing_what_was_read_gives_the_same_file(string family)
    {
        foreach (SelfTestCase @case in SelfTest.Cases.Where(c => c.Family == family))
        {
            using Model model = @case.BuildModel();
            byte[] file = model.ToFile().ToArray();
            using Model read = Model.Read(file);
            Assert.True(file.AsSpan().SequenceEqual(read.ToFile().Span), @case.ToString());
        }
    }
}
