using System.Collections.Immutable;
using MobileNetEdge.Runtime.SelfTesting;

namespace MobileNetEdge.Runtime;

/// <summary>
/// Proves on the machine at hand that its kernels give the right bytes: a ladder of small models, the same everywhere, each run on a path
/// and compared with the reference path; the reference path itself is compared with recorded checksums.
/// </summary>
public static class SelfTest
{
    /// <summary>Every case, family by family.</summary>
    public static ImmutableArray<SelfTestCase> Cases { get; } =
        [.. WeightedCases.All().Concat(ArithmeticCases.All()).Concat(SpatialCases.All()).Concat(NetworkCases.All()).Concat(DetectionCases.All()).Concat(ConvolutionCases.All()).DistinctBy(c => c.ToString())];

    /// <summary>The families in the order of <see cref="Cases"/>.</summary>
    public static ImmutableArray<string> Families { get; } = [.. Cases.Select(c => c.Family).Distinct()];

    /// <summary>Runs every case on a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="progress">Told of each family once it has run; null for nobody.</param>
    /// <returns>One result a family.</returns>
    /// <exception cref="ArgumentException">This machine lacks the path.</exception>
    public static ImmutableArray<SelfTestResult> Run(ExecutionPath path, IProgress<SelfTestResult>? progress = null)
    {
        ImmutableArray<SelfTestResult>.Builder results = ImmutableArray.CreateBuilder<SelfTestResult>();
        foreach (string family in Families)
        {
            SelfTestResult result = path == ExecutionPath.Reference ? CompareWithRecord(family) : CompareWithReference(family, path);
            results.Add(result);
            progress?.Report(result);
        }

        return results.DrainToImmutable();
    }

    /// <summary>The FNV-1a hash (64 bits) of the outputs of a family's cases, one after another.</summary>
    /// <exception cref="ArgumentException">There is no such family, or this machine lacks the path.</exception>
    public static ulong Checksum(string family, ExecutionPath path) => Measure(family, path).Checksum;

    private static SelfTestResult CompareWithRecord(string family)
    {
        (int cases, long bytes, ulong checksum) = Measure(family, ExecutionPath.Reference);
        ulong recorded = RecordedChecksums.Of(family);
        ImmutableArray<string> differences = checksum == recorded ? [] : [$"{family}: checksum {checksum:x16}, not {recorded:x16} as recorded"];
        return new SelfTestResult(family, ExecutionPath.Reference, cases, bytes, differences);
    }

    private static SelfTestResult CompareWithReference(string family, ExecutionPath path)
    {
        int cases = 0;
        long bytes = 0;
        ImmutableArray<string>.Builder differences = ImmutableArray.CreateBuilder<string>();
        foreach (SelfTestCase @case in Cases.Where(c => c.Family == family))
        {
            byte[] expected = @case.Run(ExecutionPath.Reference);
            byte[] actual = @case.Run(path);
            cases++;
            bytes += expected.Length;
            int equal = expected.AsSpan().CommonPrefixLength(actual);
            if (equal < Math.Max(expected.Length, actual.Length))
            {
                differences.Add($"{@case}: differs from byte {equal} of {expected.Length}");
            }
        }

        return new SelfTestResult(family, path, cases, bytes, differences.DrainToImmutable());
    }

    private static (int Cases, long Bytes, ulong Checksum) Measure(string family, ExecutionPath path)
    {
        SelfTestCase[] cases = [.. Cases.Where(c => c.Family == family)];
        if (cases.Length == 0)
        {
            throw new ArgumentException($"no family '{family}'; there are {string.Join(", ", Families)}", nameof(family));
        }

        long bytes = 0;
        ulong checksum = Fnv1a.Start;
        foreach (SelfTestCase @case in cases)
        {
            byte[] output = @case.Run(path);
            bytes += output.Length;
            checksum = Fnv1a.Append(checksum, output);
        }

        return (cases.Length, bytes, checksum);
    }
}
