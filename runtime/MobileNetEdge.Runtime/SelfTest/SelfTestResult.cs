using System.Collections.Immutable;

namespace MobileNetEdge.Runtime;

/// <summary>What a self-test found in one family of cases.</summary>
/// <param name="Family">The family, named after its operator.</param>
/// <param name="Path">The path that ran.</param>
/// <param name="CaseCount">How many cases were run.</param>
/// <param name="ByteCount">How many bytes of output were compared.</param>
/// <param name="Differences">What was wrong, a line each; empty where every byte was right.</param>
public sealed record SelfTestResult(string Family, ExecutionPath Path, int CaseCount, long ByteCount, ImmutableArray<string> Differences)
{
    /// <summary>Whether every byte was right.</summary>
    public bool IsEqual => Differences.IsEmpty;
}
