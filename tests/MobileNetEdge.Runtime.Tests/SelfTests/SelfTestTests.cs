using System.Collections.Immutable;

namespace MobileNetEdge.Runtime.Tests.SelfTests;

/// <summary>The self-test's ladder of cases is also the exactness test of every path: one body for all cases on all paths.</summary>
public sealed class SelfTestTests
{
    private static readonly Lazy<ImmutableArray<SelfTestResult>> ReferenceResults = new(() => SelfTest.Run(ExecutionPath.Reference));

    public static TheoryData<string> Families => [.. SelfTest.Families];

    public static TheoryData<string, ExecutionPath> FamiliesAndPaths
    {
        get
        {
            TheoryData<string, ExecutionPath> rows = [];
            foreach (ExecutionPath path in ExecutionPaths.Available)
            {
                foreach (string family in SelfTest.Families)
                {
                    rows.Add(family, path);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(FamiliesAndPaths))]
    public void Every_path_gives_the_bytes_of_the_reference(string family, ExecutionPath path)
    {
        foreach (SelfTestCase @case in SelfTest.Cases.Where(c => c.Family == family))
        {
            byte[] expected = @case.Run(ExecutionPath.Reference);
            Assert.NotEmpty(expected);
            Assert.True(expected.AsSpan().SequenceEqual(@case.Run(path)), $"{@case} on {path}");
        }
    }

    [Theory]
    [MemberData(nameof(FamiliesAndPaths))]
    public void Threads_and_fusion_change_no_byte(string family, ExecutionPath path)
    {
        foreach (SelfTestCase @case in SelfTest.Cases.Where(c => c.Family == family))
        {
            byte[] expected = @case.Run(ExecutionPath.Reference);
            foreach ((int threads, bool fuses) in ((int, bool)[])[(1, false), (2, true), (3, false), (8, true)])
            {
                PrepareOptions options = new() { Path = path, Threads = threads, Fuses = fuses, MinFusedBytes = 0, AllowOversubscription = true };
                Assert.True(expected.AsSpan().SequenceEqual(@case.Run(options)), $"{@case} on {path}, {threads} threads, fused: {fuses}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Reference_gives_the_recorded_checksum(string family)
    {
        SelfTestResult result = ReferenceResults.Value.Single(r => r.Family == family);

        Assert.True(
            result.IsEqual, $"record in RecordedChecksums.cs:  \"{family}\" => 0x{SelfTest.Checksum(family, ExecutionPath.Reference):X16},");
    }

    [Fact]
    public void Run_reports_each_family_once_and_counts_cases_and_bytes()
    {
        List<SelfTestResult> reported = [];

        ImmutableArray<SelfTestResult> results = SelfTest.Run(ExecutionPath.Reference, new Collector(reported));

        Assert.Equal(SelfTest.Families, results.Select(r => r.Family));
        Assert.Equal(results, reported);
        Assert.Equal(SelfTest.Cases.Length, results.Sum(r => r.CaseCount));
        Assert.All(results, r => Assert.True(r.ByteCount > r.CaseCount));
    }

    [Fact]
    public void Names_are_unique() => Assert.Equal(SelfTest.Cases.Length, SelfTest.Cases.Select(c => c.ToString()).Distinct().Count());

    [Fact]
    public void Outputs_are_seldom_clamped()
    {
        byte[] bytes = [.. SelfTest.Cases.Where(c => c.Family is "conv" or "conv1x1" or "depthwise").SelectMany(c => c.Run(ExecutionPath.Reference))];

        Assert.True(bytes.Count(b => b is 0x80 or 0x7F) < bytes.Length / 4, "cases whose results are mostly clamped test nothing");
        Assert.Equal(256, bytes.Distinct().Count());
    }

    [Fact]
    public void Unknown_family_is_refused() => Assert.Throws<ArgumentException>(() => SelfTest.Checksum("none", ExecutionPath.Reference));

    private sealed class Collector(List<SelfTestResult> reported) : IProgress<SelfTestResult>
    {
        public void Report(SelfTestResult value) => reported.Add(value);
    }
}
