using System.Collections.Immutable;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime;

/// <summary>Which paths this machine has, and which one is used: decided here and nowhere else.</summary>
public static class ExecutionPaths
{
    /// <summary>The environment variable that forces a path by its name.</summary>
    public const string EnvironmentVariable = "MOBILENET_EDGE_PATH";

    private static readonly ImmutableArray<Candidate> BestFirst =
    [
        new(ExecutionPath.Dp, "dp", Dp.Arm64.IsSupported),
        new(ExecutionPath.AdvSimd, "advsimd", AdvSimd.Arm64.IsSupported),
        new(ExecutionPath.AvxVnni, "avxvnni", AvxVnni.IsSupported),
        new(ExecutionPath.Avx2, "avx2", Avx2.IsSupported),
        new(ExecutionPath.Reference, "reference", IsSupported: true),
    ];

    /// <summary>The paths that this machine can run, best first; the last is always <see cref="ExecutionPath.Reference"/>.</summary>
    public static ImmutableArray<ExecutionPath> Available { get; } = [.. BestFirst.Where(c => c.IsSupported).Select(c => c.Path)];

    /// <summary>The path used where nothing else is asked for: the one that the environment names, else the best.</summary>
    /// <exception cref="ArgumentException">The environment names a path that this machine lacks.</exception>
    public static ExecutionPath Default =>
        Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } name ? Parse(name) : Available[0];

    /// <summary>The name by which a path is printed and asked for.</summary>
    public static string NameOf(ExecutionPath path) => BestFirst.First(c => c.Path == path).Name;

    /// <summary>The path of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name, or this machine cannot run it.</exception>
    public static ExecutionPath Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (Candidate candidate in BestFirst)
        {
            if (candidate.IsSupported && string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return candidate.Path;
            }
        }

        throw new ArgumentException(
            $"no path '{name}' on this machine; it has {string.Join(", ", Available.Select(NameOf))}", nameof(name));
    }

    /// <summary>The path itself, if this machine can run it.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    internal static ExecutionPath Require(ExecutionPath path)
    {
        return Available.Contains(path) ? path : throw new ArgumentException($"this machine cannot run path {path}", nameof(path));
    }

    private sealed record Candidate(ExecutionPath Path, string Name, bool IsSupported);
}
