using System.CommandLine;
using System.Text;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Cli.Reporting;
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
        label_index, or from a CIFAR-10 batch (.bin), or from ImageNet's validation folder with --ground-truth. They are prepared as the int8
        model's metadata says, the same way for both. A picture that cannot be read is left out and reported at the end, and the exit status
        is 3. With --journal, a run that was stopped goes on where it was; --json then has no times, and is the same bytes as without a stop.

        Of a detector it gives mean average precision instead: --images is a folder of pictures and --ground-truth a .csv with their boxes, columns
        file, class or class_index, x1, y1, x2, y2 (shares of the sides) and possibly crowd. --report shows each class, and pictures in which the
        networks find different things, with the boxes of both.

        Examples:
          mobilenet-edge compare mobilenet_v2.onnx mobilenet_v2.tflite --images eval.csv
          mobilenet-edge compare resnet_float.tflite resnet_int8.tflite --images test_batch.bin --normalization raw --limit 2000 --json
          mobilenet-edge compare ssdlite.onnx ssdlite.tflite -i coco_val/ --ground-truth boxes.csv --report ssdlite.html
          mobilenet-edge compare v2.onnx v2.tflite -i val/ --ground-truth ILSVRC2012_validation_ground_truth.txt --journal v2.journal --report v2.html
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

    private static readonly Option<string?> GroundTruth = new("--ground-truth")
    {
        HelpName = "FILE",
        Description =
            "A detector's boxes as .csv; else the labels of a folder of pictures: lines with a name and a class's index from 0, or ILSVRC2012_validation_ground_truth.txt with map_clsloc.txt beside it.",
    };

    private static readonly Option<string?> LabelFile = new("--labels", "-l")
    {
        HelpName = "FILE",
        Description = "Names of the classes for the report, one a line. Default: those in the model.",
    };

    private static readonly Option<string?> Journal = new("--journal")
    {
        HelpName = "FILE",
        Description = "Keep in FILE what is done, and go on from there when the same command runs again.",
    };

    private static readonly Option<string?> Report = new("--report")
    {
        HelpName = "FILE",
        Description = "Write a page of HTML: accuracy, classes, changed answers, layers, times.",
    };

    private static readonly Option<int?> Layers = new("--layers")
    {
        HelpName = "N",
        Description =
            "Also round each layer of the int8 model alone, all but one, and one after another, on N of the pictures, and say which layers to look " +
            "at. Default: 8.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Write one JSON value to stdout." };

    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "No progress on stderr." };

    /// <summary>Pictures that layers are looked at with.</summary>
    private const int DiagnosedPictures = 8;

    public static Command Create()
    {
        Command command = new("compare", Description)
        {
            FloatFile, QuantizedFile, Images, GroundTruth, Limit, LabelOffset, LabelFile, Journal, Report, Layers,
            PictureOptions.Threads, ModelOptions.Path, Json, Quiet,
        };
        PictureOptions.AddPreprocessing(command);
        PictureOptions.RequirePositive(Limit);
        PictureOptions.RequirePositive(Layers);
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
        if (DetectionOutput.Has(model))
        {
            return CompareDetectors(parsed, prepared, cancellationToken);
        }

        PictureSet pictures = PictureSet.Open(parsed.GetValue(Images)!, parsed.GetValue(Limit), parsed.GetValue(GroundTruth));
        Preprocessing preprocessing = Preprocess(parsed, model, pictures);
        using Model network = FloatNetwork.Load(floatFile, preprocessing.Height, preprocessing.Width);
        Labels labels = Labels.Find(parsed.GetValue(LabelFile), model.Metadata, model.Outputs[0].Shape.ElementCount);
        string? journal = parsed.GetValue(Journal);
        ComparisonOptions options = Options(parsed, preprocessing) with
        {
            Journal = journal is null
                ? null
                : new JournalOptions(journal, ModelFingerprint.Of(floatFile, network), ModelFingerprint.Of(quantizedFile, model)),
        };
        Comparison comparison = new(new FloatProgram(network), prepared, options);
        ComparisonResult result = PictureProgress.Run(
            "comparing", pictures.Count, parsed.GetValue(Quiet), progress => comparison.Run(pictures, progress, cancellationToken));
        ComparisonReport report = new(
            floatFile, quantizedFile, parsed.GetValue(Images)!, ExecutionPaths.NameOf(prepared.Path), preprocessing.Description, result);
        Write(report, parsed.GetValue(Json), isRepeatable: journal is not null);
        DiagnosisResult? diagnosis = parsed.GetResult(Layers) is null ? null : Diagnose(parsed, network, model, preprocessing, cancellationToken);
        if (parsed.GetValue(Report) is { } page)
        {
            ReportData data = ReportBuilder.Build(report, network, model, pictures, options, labels, cancellationToken);
            OutputFile.Write(page, Encoding.UTF8.GetBytes(ReportPage.Of(data with { Diagnosis = diagnosis })));
        }

        BrokenPictures.Name(result.Broken, result.BrokenCount);
        return result.Broken.IsEmpty ? ExitCode.Success : ExitCode.BadInput;
    }

    /// <exception cref="UsageException">An option does not go with detectors.</exception>
    private static int CompareDetectors(ParseResult parsed, PreparedModel prepared, CancellationToken cancellationToken)
    {
        if (parsed.GetResult(Layers) is not null)
        {
            throw new UsageException($"{Layers.Name} does not go with detectors");
        }

        DetectorComparison.Request request = new(
            parsed.GetValue(FloatFile)!, parsed.GetValue(QuantizedFile)!, parsed.GetValue(Images)!, parsed.GetValue(GroundTruth),
            parsed.GetValue(LabelFile), parsed.GetValue(LabelOffset), parsed.GetValue(Limit), parsed.GetValue(Journal), parsed.GetValue(Report));
        return DetectorComparison.Run(parsed, request, prepared, parsed.GetValue(Json), parsed.GetValue(Quiet), cancellationToken);
    }

    /// <summary>Says on which layers the error depends; beside JSON, where people look.</summary>
    private static DiagnosisResult Diagnose(
        ParseResult parsed, Model network, Model model, Preprocessing preprocessing, CancellationToken cancellationToken)
    {
        int most = Math.Min(parsed.GetValue(Layers) ?? DiagnosedPictures, parsed.GetValue(Limit) ?? int.MaxValue);
        PictureSet pictures = PictureSet.Open(parsed.GetValue(Images)!, most, parsed.GetValue(GroundTruth));
        PictureInputs inputs = new(pictures, preprocessing.Framing, preprocessing.Normalization, PictureInput.Of(network));
        DiagnosisResult diagnosis = ProgressBar.Run(
            "layers", parsed.GetValue(Quiet), progress => LayerDiagnosis.Run(
                new FloatProgram(network), model, inputs, Environment.ProcessorCount, progress, cancellationToken));
        (parsed.GetValue(Json) ? Console.Error : Console.Out).Write(LayerDiagnosisText.Of(diagnosis));
        return diagnosis;
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

    private static void Write(ComparisonReport report, bool json, bool isRepeatable)
    {
        if (json)
        {
            using Stream output = Console.OpenStandardOutput();
            ComparisonReportJson.Write(report, output, isRepeatable);
        }
        else
        {
            Console.Out.Write(ComparisonReportText.Of(report));
        }
    }
}
