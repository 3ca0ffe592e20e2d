using System.CommandLine;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Commands;

/// <summary>inspect: what is in a model and what it costs.</summary>
internal static class InspectCommand
{
    private const string Description =
        """
        Shows what is in a model and what it costs: for each layer operator, shapes, quantization, multiply-accumulates (MACs) and
        parameters; then the totals, the file's size, and the arena with each tensor's place in it.

        With --architecture, the same costs for a network of the papers, and beside each depthwise-separable pair what a standard
        convolution would cost; the ratio is 1/N + 1/k² for N output channels and k × k taps.

        Examples:
          mobilenet-edge inspect mobilenet_v2.tflite
          mobilenet-edge inspect --architecture mobilenet_v2 --width 0.75 --resolution 192
        """;

    private static readonly Argument<string?> ModelFile = new("MODEL")
    {
        Description = "The .tflite model; or else --architecture.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Write one JSON value to stdout." };

    public static Command Create()
    {
        Command command = new("inspect", Description) { ModelFile, ModelOptions.Path, Json };
        ArchitectureOptions.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string? file = parsed.GetValue(ModelFile);
        using Model? architecture = ArchitectureOptions.TryCreate(parsed);
        switch (file, architecture)
        {
            case (not null, null):
                ShowFile(parsed, file);
                break;
            case (null, not null):
                ShowArchitecture(parsed, architecture);
                break;
            default:
                throw new UsageException("inspect takes either a model file or --architecture");
        }

        return ExitCode.Success;
    }

    private static void ShowFile(ParseResult parsed, string file)
    {
        using Model model = Model.Load(file);
        using PreparedModel? prepared = TryPrepare(model, ModelOptions.Prepare(parsed), out string? obstacle);
        ModelReport report = new(file, new FileInfo(file).Length, model, prepared, obstacle);
        if (parsed.GetValue(Json))
        {
            using Stream output = Console.OpenStandardOutput();
            ModelReportJson.Write(report, output);
        }
        else
        {
            ModelReportText.Write(report, Terminal.Out(), parsed.GetValue(Application.Verbose));
        }
    }

    private static void ShowArchitecture(ParseResult parsed, Model model)
    {
        ArchitectureReport report = new(model);
        if (parsed.GetValue(Json))
        {
            using Stream output = Console.OpenStandardOutput();
            ArchitectureReportJson.Write(report, output);
        }
        else
        {
            ArchitectureReportText.Write(report, Terminal.Out());
        }
    }

    private static PreparedModel? TryPrepare(Model model, PrepareOptions options, out string? obstacle)
    {
        try
        {
            obstacle = null;
            return PreparedModel.Prepare(model, options);
        }
        catch (UnsupportedModelException exception)
        {
            obstacle = Application.MessageOf(exception);
            return null;
        }
    }
}
