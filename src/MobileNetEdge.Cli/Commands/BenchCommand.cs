using System.CommandLine;
using System.Diagnostics;
using MobileNetEdge.Cli.Benchmarking;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Commands;

/// <summary>bench: how fast a model runs here.</summary>
internal static class BenchCommand
{
    private const string Description =
        """
        Measures how fast a model runs on this machine, one picture at a time: the default model, a .tflite file, or a network of the
        papers with random weights (the time does not depend on them). Nothing of the picture's preparation is in the times.

        The peak is what one core's multiply-accumulate instruction reaches in a loop on registers alone, measured at the start.
        On a Raspberry Pi the temperature, the clock and the firmware's throttling flags are read before and after.

        Examples:
          mobilenet-edge bench --architecture mobilenet_v2 --threads 1,2,4
          mobilenet-edge bench --model model.tflite --layers --json
        """;

    private static readonly Option<string?> ModelFile = new("--model", "-m")
    {
        HelpName = "FILE",
        Description = "The int8 or uint8 .tflite model.",
    };

    private static readonly Option<int?> Runs = new("--runs")
    {
        HelpName = "N",
        Description = $"Measured runs. Default: {BenchmarkOptions.DefaultRuns}, fewer for models that would take longer than 20 s.",
    };

    private static readonly Option<int> Warmup = new("--warmup")
    {
        HelpName = "N",
        Description = "Runs before, not counted.",
        DefaultValueFactory = _ => BenchmarkOptions.DefaultWarmups,
    };

    private static readonly Option<bool> Layers = new("--layers") { Description = "Measure each step, too, in runs of their own." };

    private static readonly Option<bool> NoFusion = new("--no-fusion") { Description = "Run each operator by itself, to see what running them as one gains." };

    private static readonly Option<bool> NoPeak = new("--no-peak")
    {
        Description = "Leave the core's peak out, so that nothing but the model runs: for counting instructions.",
    };

    private static readonly Option<string?> Save = new("--save")
    {
        HelpName = "FILE",
        Description = "Write the --architecture's int8 model to a file.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Write one JSON value to stdout." };

    private static readonly Option<string?> Csv = new("--csv") { HelpName = "FILE", Description = "Write the results, and each step's, as a CSV file." };

    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "No progress on stderr." };

    public static Command Create()
    {
        Command command = new("bench", Description)
        {
            ModelFile, ThreadList.Option, Runs, Warmup, Layers, NoFusion, NoPeak, ModelOptions.Path, Save, Json, Csv, Quiet,
        };
        ArchitectureOptions.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        BenchmarkOptions options = new(parsed.GetValue(Runs), parsed.GetValue(Warmup), parsed.GetValue(Layers));
        if (options.Runs < 1 || options.Warmups < 0)
        {
            throw new UsageException("--runs must be at least 1 and --warmup at least 0");
        }

        (Model model, string name, long fileBytes, double load) = Open(parsed, cancellationToken);
        using (model)
        {
            PrepareOptions prepare = ModelOptions.Prepare(parsed) with { Fuses = !parsed.GetValue(NoFusion) };
            BoardState before = BoardState.Read();
            double peak = parsed.GetValue(NoPeak) ? 0 : CorePeak.Measure(prepare.Path!.Value);
            List<ModelTimes> times = [];
            foreach (int threads in ThreadList.Of(parsed))
            {
                times.Add(ProgressBar.Run($"{threads} threads", parsed.GetValue(Quiet), progress =>
                    ModelBenchmark.Run(model, prepare with { Threads = threads }, options, progress, cancellationToken)));
            }

            long peakMemory = Process.GetCurrentProcess().PeakWorkingSet64;
            Show(parsed, new BenchmarkReport(name, fileBytes, load, model, times, peak, peakMemory, before, BoardState.Read()));
        }

        return ExitCode.Success;
    }

    private static void Show(ParseResult parsed, BenchmarkReport report)
    {
        if (parsed.GetValue(Csv) is { } csv)
        {
            OutputFile.Write(csv, BenchmarkReportCsv.Write(report));
        }

        if (parsed.GetValue(Json))
        {
            using Stream output = Console.OpenStandardOutput();
            BenchmarkReportJson.Write(report, output);
        }
        else
        {
            BenchmarkReportText.Write(report, Terminal.Out());
        }

        if (report.Problem is { } problem)
        {
            Terminal.Note($"warning: the board was held back while it was measured ({problem}); the times are not those of a sound board");
        }
    }

    private static (Model Model, string Name, long FileBytes, double LoadMilliseconds) Open(ParseResult parsed, CancellationToken cancellationToken)
    {
        string? file = parsed.GetValue(ModelFile);
        using Model? architecture = ArchitectureOptions.TryCreate(parsed);
        if (file is not null && architecture is not null)
        {
            throw new UsageException("bench takes either --model or --architecture");
        }

        if (architecture is null && parsed.GetValue(Save) is not null)
        {
            throw new UsageException("--save needs --architecture");
        }

        if (architecture is not null)
        {
            ReadOnlyMemory<byte> bytes = Quantize(architecture, parsed, cancellationToken);
            long start = Stopwatch.GetTimestamp();
            Model model = Model.Read(bytes);
            return (model, architecture.Metadata.Description ?? parsed.GetValue(ArchitectureOptions.Architecture)!, bytes.Length, Since(start));
        }

        long begin = Stopwatch.GetTimestamp();
        return file is null
            ? (DefaultModel.Read(), DefaultModel.Name, DefaultModel.ByteCount, Since(begin))
            : (Model.Load(file), file, new FileInfo(file).Length, Since(begin));
    }

    private static double Since(long start) => Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    private static ReadOnlyMemory<byte> Quantize(Model architecture, ParseResult parsed, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> bytes = ProgressBar.Run("quantizing", parsed.GetValue(Quiet), progress =>
            QuickInt8.ToFile(architecture, progress, cancellationToken));
        if (parsed.GetValue(Save) is { } file)
        {
            OutputFile.Write(file, bytes.Span);
        }

        return bytes;
    }
}
