using System.CommandLine;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Detection;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Imaging;
using MobileNetEdge.Quantizer;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Commands;

/// <summary>detect: what is where in pictures.</summary>
internal static class DetectCommand
{
    private const string Description =
        """
        Says what is where in pictures (JPEG, PNG, BMP, PPM), by a detector that ends in TFLite_Detection_PostProcess, as quantize --detector
        makes it.

        Boxes are left, top, right and bottom as shares of the picture's sides. Pictures are stretched to the model's size, as single-shot
        detectors are trained, unless --framing says otherwise. A picture that cannot be read is reported, the others go on, and the exit status
        is 3.

        Examples:
          mobilenet-edge detect --model ssdlite.tflite street.jpg
          mobilenet-edge detect -m ssdlite.tflite --threshold 0.5 --draw seen/ --json pictures/ > found.json
        """;

    private static readonly Option<string> ModelFile = new("--model", "-m")
    {
        HelpName = "FILE",
        Description = "The int8 or uint8 .tflite detector.",
        Required = true,
    };

    private static readonly Option<string?> LabelFile = new("--labels", "-l")
    {
        HelpName = "FILE",
        Description = "Names of the classes, one a line, with or without the background first. Default: the model's own.",
    };

    private static readonly Option<double> Threshold = new("--threshold")
    {
        HelpName = "SCORE",
        Description = $"Leave out what has a lower score, from 0 to 1. Default: {DetectedBox.UsualThreshold}.",
        DefaultValueFactory = _ => DetectedBox.UsualThreshold,
    };

    private static readonly Option<double?> Overlap = new("--overlap")
    {
        HelpName = "SHARE",
        Description = "Of two boxes of a class whose intersection is more than this share of their union keep the better one. Default: the model's own.",
    };

    private static readonly Option<string?> Draw = new("--draw")
    {
        HelpName = "FOLDER",
        Description = "Write a copy of each picture with the boxes on it, as PNG.",
    };

    public static Command Create()
    {
        Command command = new("detect", Description)
        {
            ModelFile, LabelFile, Threshold, Overlap, Draw, PictureOptions.Threads, ModelOptions.Path, PictureOptions.Json, PictureOptions.Paths,
        };
        PictureOptions.AddPreprocessing(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        string file = parsed.GetValue(ModelFile)!;
        using Model loaded = Model.Load(file);
        _ = new DetectionOutput(loaded);
        Model model = DetectorTail.With(loaded, options => WithOptions(parsed, options));
        Preprocessing preprocessing = Preprocessing.For(
            model, PictureOptions.Framing(parsed) ?? Framing.Stretch, PictureOptions.Normalization(parsed));
        Labels labels = Labels.FindForDetector(parsed.GetValue(LabelFile), model.Metadata, new DetectionOutput(model).ClassCount);
        PictureCopies? copies = parsed.GetValue(Draw) is { } folder ? new PictureCopies(folder) : null;
        IReadOnlyList<string> pictures = PictureFiles.Find(parsed.GetValue(PictureOptions.Paths)!);
        using PreparedModel prepared = PreparedModel.Prepare(
            model, ModelOptions.Prepare(parsed) with { Threads = parsed.GetValue(PictureOptions.Threads) });
        if (parsed.GetValue(Application.Verbose))
        {
            Terminal.Note($"path {ExecutionPaths.NameOf(prepared.Path)}, {prepared.Threads} threads; preprocessing: {preprocessing.Description}; labels from {labels.Source}");
        }

        using Detector detector = new(prepared, preprocessing, labels);
        using Stream output = Console.OpenStandardOutput();
        using DetectionWriter writer = DetectionWriter.Create(parsed.GetValue(PictureOptions.Json), output, file, ExecutionPaths.NameOf(prepared.Path));
        int failures = 0;
        foreach (string picture in pictures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            DetectionResult result = detector.Detect(picture);
            if (result.Error is { } error)
            {
                Terminal.Note(Application.MessageOf(error));
                failures++;
            }

            string? drawn = result.Picture is { } image ? copies?.Write(picture, BoxDrawing.Draw(image, result.Boxes)) : null;
            writer.Write(result, drawn);
        }

        return failures == 0 ? ExitCode.Success : ExitCode.BadInput;
    }

    /// <exception cref="UsageException">A threshold is out of range.</exception>
    private static DetectionOptions WithOptions(ParseResult parsed, DetectionOptions options)
    {
        double threshold = parsed.GetValue(Threshold);
        double overlap = parsed.GetValue(Overlap) ?? options.OverlapThreshold;
        if (threshold is not (>= 0 and <= 1))
        {
            throw new UsageException($"--threshold must lie in 0 to 1, not {threshold}");
        }

        return overlap is > 0 and <= 1
            ? options with { ScoreThreshold = (float)threshold, OverlapThreshold = (float)overlap }
            : throw new UsageException($"--overlap must lie above 0 and be at most 1, not {overlap}");
    }
}
