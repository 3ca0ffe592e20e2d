using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Commands;

/// <summary>selftest: whether this machine computes what it must.</summary>
internal static class SelfTestCommand
{
    private const string Description =
        """
        Runs some hundred small models on every path of this machine and compares each output, byte by byte, with the reference path; the
        reference path itself is compared with recorded checksums. Any difference makes the exit status 1.
        """;

    public static Command Create()
    {
        Command command = new("selftest", Description);
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        string paths = string.Join(", ", ExecutionPaths.Available.Select(ExecutionPaths.NameOf));
        Console.WriteLine($"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores; paths: {paths}");
        int differences = 0;
        foreach (ExecutionPath path in ExecutionPaths.Available)
        {
            differences += RunPath(path);
        }

        Console.WriteLine(differences == 0 ? "all bytes are as they must be" : $"{differences} differences");
        return differences == 0 ? ExitCode.Success : ExitCode.Internal;
    }

    private static int RunPath(ExecutionPath path)
    {
        IReadOnlyList<SelfTestResult> results = SelfTest.Run(path);
        string standard = path == ExecutionPath.Reference ? "the record" : "the reference";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{ExecutionPaths.NameOf(path)}: {results.Sum(r => r.CaseCount)} models, {results.Sum(r => r.ByteCount):n0} bytes compared with {standard}"));
        foreach (string difference in results.SelectMany(result => result.Differences))
        {
            Console.WriteLine($"  {difference}");
        }

        return results.Sum(result => result.Differences.Length);
    }
}
