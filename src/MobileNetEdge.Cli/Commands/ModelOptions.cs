using System.CommandLine;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Commands;

/// <summary>Options that every command that runs a model has.</summary>
internal static class ModelOptions
{
    public static Option<string?> Path { get; } = new("--path")
    {
        HelpName = "NAME",
        Description =
            $"Instruction set to run on: {string.Join(", ", ExecutionPaths.Available.Select(ExecutionPaths.NameOf))}. " +
            $"Default: the best, or what {ExecutionPaths.EnvironmentVariable} names. The results are the same bytes on all.",
    };

    /// <summary>How to prepare a model.</summary>
    /// <exception cref="UsageException">The path's name is not known here.</exception>
    public static PrepareOptions Prepare(ParseResult parsed)
    {
        try
        {
            return new PrepareOptions { Path = parsed.GetValue(Path) is { } name ? ExecutionPaths.Parse(name) : ExecutionPaths.Default };
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message);
        }
    }
}
