using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using MobileNetEdge.Cli.Benchmarking;
using MobileNetEdge.Cli.Benchmarking.Family;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Commands;

/// <summary>family: the MobileNets and what they are compared with, side by side on this machine.</summary>
internal static class FamilyCommand
{
    private const string Stdout = "-";

    private const string Description =
        """
        Sets the MobileNets beside the networks they are compared with: parameters, multiply-accumulates (MACs), the int8 file's size, the
        int8 model's time for one picture with each number of threads, and the float network's time. Weights are random; the time does not
        depend on them. VGG takes two gigabytes of memory while it is made.

        Instructions cannot be counted by the program: a file made elsewhere (tests/MobileNetEdge.Benchmarks/arm64-cost.sh --csv) adds them.

        Examples:
          mobilenet-edge family --threads 1,2 --chart family.svg
          mobilenet-edge family --networks mobilenet_v2,resnet_50 --runs 20 --markdown -
        """;

    private static readonly string[] Usual =
    [
        "mobilenet_v1", "mobilenet_v2", "mobilenet_v3_large", "mobilenet_v3_small", "mnasnet_a1", "efficientnet_lite0", "resnet_50", "resnet_152",
        "vgg_16", "vgg_19",
    ];

    private static readonly Option<string[]> Networks = new("--networks")
    {
        HelpName = "LIST",
        Description = $"Networks, separated by commas. Default: {string.Join(",", Usual)}. There are also "
            + $"{string.Join(", ", ArchitectureOptions.Classifiers.Except(Usual))}.",
        CustomParser = ParseNetworks,
    };

    private static readonly Option<int?> Runs = new("--runs")
    {
        HelpName = "N",
        Description = $"Measured runs. Default: {BenchmarkOptions.DefaultRuns}, fewer for models that would take longer than 20 s.",
    };

    private static readonly Option<int> Resolution = new("--resolution")
    {
        HelpName = "PIXELS",
        Description = "The height and width of the pictures.",
        DefaultValueFactory = _ => 224,
    };

    private static readonly Option<string?> Chart = new("--chart") { HelpName = "FILE.svg", Description = "Draw MACs against time." };

    private static readonly Option<string?> Markdown = new("--markdown") { HelpName = "FILE|-", Description = "Write the table in Markdown; - is stdout." };

    private static readonly Option<string?> Json = new("--json") { HelpName = "FILE|-", Description = "Write one JSON value; - is stdout." };

    private static readonly Option<string?> Instructions = new("--instructions")
    {
        HelpName = "FILE.csv",
        Description = "Lines of network,core,instructions, to show beside the times.",
    };

    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "No progress on stderr." };

    public static Command Create()
    {
        Command command = new("family", Description)
        {
            Networks, ThreadList.Option, Runs, Resolution, ModelOptions.Path, Chart, Markdown, Json, Instructions, Quiet,
        };
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        BenchmarkOptions options = new(parsed.GetValue(Runs), BenchmarkOptions.DefaultWarmups, Layers: false) { LeastWarmup = TimeSpan.FromSeconds(1) };
        if (options.Runs < 1)
        {
            throw new UsageException("--runs must be at least 1");
        }

        InstructionCounts? instructions = parsed.GetValue(Instructions) is { } file ? InstructionCounts.Load(file) : null;
        PrepareOptions prepare = ModelOptions.Prepare(parsed);
        int resolution = parsed.GetValue(Resolution);
        int[] threads = ThreadList.Of(parsed);
        FamilyBenchmark benchmark = new(resolution, threads, prepare, options, cancellationToken);
        List<FamilyRow> rows = [];
        foreach (string name in parsed.GetValue(Networks) is { Length: > 0 } chosen ? chosen : Usual)
        {
            rows.Add(ProgressBar.Run(name, parsed.GetValue(Quiet), progress => benchmark.Measure(name, progress)));
        }

        Show(parsed, new FamilyReport(ExecutionPaths.NameOf(prepare.Path!.Value), resolution, threads, rows, instructions));
        return ExitCode.Success;
    }

    private static void Show(ParseResult parsed, FamilyReport report)
    {
        if (parsed.GetValue(Chart) is { } chart)
        {
            OutputFile.Write(chart, FamilyChart.ToSvg(report));
        }

        using MemoryStream json = new();
        FamilyJson.Write(report, json);
        bool wroteJson = Write(parsed.GetValue(Json), json.ToArray());
        bool wroteMarkdown = Write(parsed.GetValue(Markdown), Encoding.UTF8.GetBytes(FamilyText.ToMarkdown(report)));
        if (!wroteJson && !wroteMarkdown)
        {
            FamilyText.Write(report, Terminal.Out());
        }
    }

    /// <summary>Writes a file, or to stdout.</summary>
    /// <returns>Whether stdout was written.</returns>
    private static bool Write(string? path, byte[] contents)
    {
        if (path == Stdout)
        {
            using Stream output = Console.OpenStandardOutput();
            output.Write(contents);
            return true;
        }

        if (path is not null)
        {
            OutputFile.Write(path, contents);
        }

        return false;
    }

    private static string[] ParseNetworks(ArgumentResult argument)
    {
        string[] names = [.. argument.Tokens.SelectMany(token => token.Value.Split(',')).Distinct()];
        if (names.FirstOrDefault(name => !ArchitectureOptions.Classifiers.Contains(name)) is { } unknown)
        {
            argument.AddError($"--networks does not know '{unknown}'; there are {string.Join(", ", ArchitectureOptions.Classifiers)}");
        }

        return names;
    }
}
