using System.CommandLine;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Detection;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Imaging;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Commands;

/// <summary>quantize: from a float network to an int8 model.</summary>
internal static class QuantizeCommand
{
    private const string Description =
        """
        Turns a trained float network into an int8 .tflite model: folds it, looks at the ranges of its activations on calibration pictures,
        and rounds its weights to int8 with a scale for each channel. 100 to 500 pictures like those the model will see are enough.

        The network is an .onnx file, a float .tflite, or an architecture with random or .safetensors weights. Pictures come from a folder,
        a .csv with a column file, or a CIFAR-10 batch (.bin). How they are prepared is stored in the model.

        Examples:
          mobilenet-edge quantize mobilenet_v2.onnx --calibration pictures/ --normalization imagenet --labels imagenet.txt --output v2.tflite
          mobilenet-edge quantize ssdlite.onnx --detector ssd-300 --calibration pictures/ --mean 127 --std 128 --labels voc.txt --output ssd.tflite
          mobilenet-edge quantize --architecture mobilenet_v3_small --calibration calib.csv --output random.tflite
        """;

    private static readonly Argument<string?> Network = new("MODEL")
    {
        Description = "The float network: .onnx or .tflite.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> Calibration = new("--calibration", "-c")
    {
        HelpName = "PATH",
        Description = "Pictures to find the ranges of activations on.",
        Required = true,
    };

    private static readonly Option<string> OutputPath = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "The .tflite file to write.",
        Required = true,
    };

    private static readonly Option<string?> LabelFile = new("--labels", "-l")
    {
        HelpName = "FILE",
        Description = "Names of the classes, one a line, to store in the model.",
    };

    private static readonly Option<string?> About = new("--description")
    {
        HelpName = "TEXT",
        Description = "What the model is, to store in it.",
    };

    private static readonly Option<int?> Limit = new("--limit")
    {
        HelpName = "N",
        Description = "Take only the first N calibration pictures.",
    };

    private static readonly Option<string?> Report = new("--report")
    {
        HelpName = "FILE",
        Description = "Write what happened to each layer as JSON.",
    };

    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "No progress on stderr." };

    public static Command Create()
    {
        Command command = new("quantize", Description)
        {
            Network, Calibration, OutputPath, LabelFile, About, Limit, DetectorOption.Name, Report, PictureOptions.Threads, Quiet,
        };
        PictureOptions.AddPreprocessing(command);
        PictureOptions.RequirePositive(Limit);
        PictureOptions.RefuseOptionNames(Network);
        QuantizationOptions.AddTo(command);
        ArchitectureOptions.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        using Model original = OpenNetwork(parsed);
        DetectorChoice? detector = DetectorOption.Choose(parsed, original);
        Model network = detector?.Network.Body ?? original;
        PictureInput input = PictureInput.Of(network);
        PictureSet pictures = PictureSet.Open(parsed.GetValue(Calibration)!, parsed.GetValue(Limit));
        Preprocessing preprocessing = Preprocessing.For(network, FramingFor(parsed, pictures, input, detector), PictureOptions.Normalization(parsed));
        if (parsed.GetValue(Application.Verbose))
        {
            Terminal.Note($"preprocessing: {preprocessing.Description}");
        }

        Normalization normalization = preprocessing.Normalization;
        QuantizerOptions chosen = QuantizationOptions.Of(parsed);
        QuantizerOptions options = (detector is null ? chosen : DetectorChoice.Suit(chosen, QuantizationOptions.HasRanges(parsed))) with
        {
            InputRange = new ValueRange((float)normalization.Lowest, (float)normalization.Highest),
            Threads = parsed.GetValue(PictureOptions.Threads),
        };
        QuantizationResult result = ProgressBar.Run("quantizing", parsed.GetValue(Quiet), progress => ModelQuantizer.Quantize(
            network,
            new PictureInputs(pictures, preprocessing.Framing, normalization, input),
            Describe(parsed, network, preprocessing, pictures, options, detector),
            options,
            progress,
            cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        ReadOnlyMemory<byte> file = (detector?.Complete(result.Model) ?? result.Model).ToFile();
        OutputFile.Write(parsed.GetValue(OutputPath)!, file.Span);
        if (parsed.GetValue(Report) is { } report)
        {
            OutputFile.Write(report, QuantizationReport.ToJson(result));
        }

        foreach (string problem in result.Problems)
        {
            Terminal.Note($"left out: {problem}");
        }

        QuantizationReport.Write(result, parsed.GetValue(OutputPath)!, file.Length, Terminal.Out());
        return result.Problems.Count == 0 ? ExitCode.Success : ExitCode.BadInput;
    }

    private static Model OpenNetwork(ParseResult parsed)
    {
        Model? architecture = ArchitectureOptions.TryCreate(parsed);
        return (architecture, parsed.GetValue(Network)) switch
        {
            (null, { } file) => FloatNetwork.Load(file, parsed.GetValue(ArchitectureOptions.Resolution), parsed.GetValue(ArchitectureOptions.Resolution)),
            ({ } model, null) => model,
            _ => throw new UsageException("give either a MODEL or --architecture"),
        };
    }

    /// <summary>Pictures that have the network's size already stay as they are; others of that network are cropped from the middle.</summary>
    private static Framing? FramingFor(ParseResult parsed, PictureSet pictures, PictureInput input, DetectorChoice? detector)
    {
        return PictureOptions.Framing(parsed)
            ?? (detector is null ? null : Framing.Stretch)
            ?? (pictures.Size == (input.Width, input.Height) ? Framing.CentreCrop(Math.Max(input.Width, input.Height)) : null);
    }

    private static ModelMetadata Describe(
        ParseResult parsed, Model network, Preprocessing preprocessing, PictureSet pictures, QuantizerOptions options, DetectorChoice? detector)
    {
        Normalization normalization = preprocessing.Normalization;
        Framing framing = preprocessing.Framing;
        Shape output = network.Outputs[0].Shape;
        int classes = output.Rank == 4 ? output[3] : output.ElementCount;
        return new ModelMetadata
        {
            Description = parsed.GetValue(About) ?? network.Metadata.Description,
            Labels = detector is null
                ? Labels.Find(parsed.GetValue(LabelFile), network.Metadata, classes).Names
                : Labels.FindForDetector(parsed.GetValue(LabelFile), network.Metadata, detector.ClassCount).Names,
            Detector = detector?.Name,
            Mean = [(float)normalization.Mean.R, (float)normalization.Mean.G, (float)normalization.Mean.B],
            StandardDeviation = [(float)normalization.Std.R, (float)normalization.Std.G, (float)normalization.Std.B],
            ResizeShorterSideTo = framing.Kind == FramingKind.CentreCrop ? framing.ShorterSide : null,
            Quantizer = $"mobilenet-edge {typeof(QuantizeCommand).Assembly.GetName().Version?.ToString(3)}",
            Calibration = $"{pictures.Count} pictures, {QuantizationOptions.Describe(options)}",
        };
    }
}
