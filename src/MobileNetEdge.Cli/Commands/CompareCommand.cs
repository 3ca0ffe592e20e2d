using System.CommandLine;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Imaging;
using MobileNetEdge.Quantizer;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Commands;

/// <summary>compare: what quantization costs.</summary>
internal static class CompareCommand
{
    private const string Description =
        """
        Runs a float network and the int8 model made from it on the same pictures, and says how far they differ: top-1 and top-5 where the
        pictures have labels, the difference of top-1 with a 95 % interval, agreement, and the likeness of the outputs.

        Pictures come from a folder (where all lie in sub-folders, these are the classes), from a .csv with the columns file and
        label_index, or from a CIFAR-10 batch (.bin). They are prepared as the int8 model's metadata says, the same way for both.
        A picture that cannot be read is left out and reported at the end, and the exit status is 3.

        Examples:
          mobilenet-edge compare mobilenet_v2.onnx mobilenet_v2.tflite --images eval.csv
          mobilenet-edge compare resnet_float.tflite resnet_int8.tflite --images test_batch.bin --normalization raw --limit 2000 --json
        """;

    private static readonly Argument<string> FloatFile = new("FLOAT") { Description = "The float network: .onnx, or a float .tflite." };

    private static readonly Argument<string> QuantizedFile = new("INT8") { Description = "The int8 or uint8 .tflite model." };

    private static readonly Option<string> Images = new("--images", "-i")
    {
        HelpName = "PATH",
        Description = "A folder of pictures, a .csv list of them, or a CIFAR-10 batch (.bin).",
        Required = true,
    };

    private static readonly Option<int?> Limit = new("--limit")
    {
        HelpName = "N",
        Description = "Take only the first N pictures.",
    };

    private static readonly Option<int?> LabelOffset = new("--label-offset")
    {
        HelpName = "N",
        Description = "The output's index of label 0. Default: 1 where there are 1001 outputs, the first being the background; else 0.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Write one JSON value to stdout." };

    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "No progress on stderr." };

    public static Command Create()
    {
        Command command = new("compare", Description)
        {
            FloatFile, QuantizedFile, Images, Limit, LabelOffset, PictureOptions.Threads, ModelOptions.Path, Json, Quiet,
        };
        PictureOptions.AddPreprocessing(command);
        PictureOptions.RequirePositive(Limit);
        PictureOptions.RefuseOptionNames(FloatFile);
        PictureOptions.RefuseOptionNames(QuantizedFile);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        (string floatFile, string quantizedFile) = (parsed.GetValue(FloatFile)!, parsed.GetValue(QuantizedFile)!);
        using Model model = Model.Load(quantizedFile);
        using PreparedModel prepared = PreparedModel.Prepare(model, ModelOptions.Prepare(parsed) with { Threads = 1 });
        PictureSet pictures = PictureSet.Open(parsed.GetValue(Images)!, parsed.GetValue(Limit));
        Preprocessing preprocessing = Preprocess(parsed, model, pictures);
        Comparison comparison = new(LoadFloat(floatFile, preprocessing), prepared, Options(parsed, preprocessing));
        ComparisonResult result = ProgressBar.Run(
            "comparing", parsed.GetValue(Quiet), progress => comparison.Run(pictures, progress, cancellationToken));
        ComparisonReport report = new(
            floatFile, quantizedFile, parsed.GetValue(Images)!, ExecutionPaths.NameOf(prepared.Path), preprocessing.Description, result);
        Write(report, parsed.GetValue(Json));
        foreach (BrokenPicture broken in result.Broken)
        {
            string message = Application.MessageOf(broken.Error);
            Terminal.Note(message.Contains(broken.Name, StringComparison.Ordinal) ? message : $"{broken.Name}: {message}");
        }

        return result.Broken.IsEmpty ? ExitCode.Success : ExitCode.BadInput;
    }

    /// <summary>Pictures that have the model's size already need no framing.</summary>
    private static Preprocessing Preprocess(ParseResult parsed, Model model, PictureSet pictures)
    {
        PictureInput input = PictureInput.Of(model);
        Framing? framing = PictureOptions.Framing(parsed) ?? (pictures.Size == (input.Width, input.Height) ? Framing.Stretch : null);
        return Preprocessing.For(model, framing, PictureOptions.Normalization(parsed));
    }

    private static ComparisonOptions Options(ParseResult parsed, Preprocessing preprocessing) => new()
    {
        Framing = preprocessing.Framing,
        Normalization = preprocessing.Normalization,
        LabelOffset = parsed.GetValue(LabelOffset),
        Threads = parsed.GetValue(PictureOptions.Threads),
    };

    private static FloatProgram LoadFloat(string file, Preprocessing preprocessing)
    {
        using Model network = FloatNetwork.Load(file, preprocessing.Height, preprocessing.Width);
        return new FloatProgram(network);
    }

    private static void Write(ComparisonReport report, bool json)
    {
        if (json)
        {
            using Stream output = Console.OpenStandardOutput();
            ComparisonReportJson.Write(report, output);
        }
        else
        {
            Console.Out.Write(ComparisonReportText.Of(report));
        }
    }
}
