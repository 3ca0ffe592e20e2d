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

        Example:
          mobilenet-edge inspect mobilenet_v2.tflite
        """;

    private static readonly Argument<string> ModelFile = new("MODEL") { Description = "The .tflite model." };

    private static readonly Option<bool> Json = new("--json") { Description = "Write one JSON value to stdout." };

    public static Command Create()
    {
        Command command = new("inspect", Description) { ModelFile, ModelOptions.Path, Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string file = parsed.GetValue(ModelFile)!;
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

        return ExitCode.Success;
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
