using System.CommandLine;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Detection;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Cli.Segmentation;
using MobileNetEdge.Imaging;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Commands;

/// <summary>segment: which class each pixel of a picture has.</summary>
internal static class SegmentCommand
{
    private const string Description =
        """
        Says which class each pixel of a picture has (JPEG, PNG, BMP, PPM), by a model whose output is 8-bit [1, height, width, classes], and how much
        of the picture each class covers. Class 0 is the background, which --draw leaves as it is.

        Pictures are stretched to the model's size unless --framing says otherwise. A picture that cannot be read is reported, the others go on,
        and the exit status is 3.

        Example:
          mobilenet-edge segment --model lraspp.tflite --labels voc.txt --draw seen/ street.jpg
        """;

    private static readonly Option<string> ModelFile = new("--model", "-m")
    {
        HelpName = "FILE",
        Description = "The int8 or uint8 .tflite segmenter.",
        Required = true,
    };

    private static readonly Option<string?> LabelFile = new("--labels", "-l")
    {
        HelpName = "FILE",
        Description = "Names of the classes, one a line. Default: the model's own.",
    };

    private static readonly Option<string?> Draw = new("--draw")
    {
        HelpName = "FOLDER",
        Description = "Write a copy of each picture with the classes in colour over it, as PNG.",
    };

    public static Command Create()
    {
        Command command = new("segment", Description) { ModelFile, LabelFile, Draw, PictureOptions.Threads, ModelOptions.Path, PictureOptions.Json, PictureOptions.Paths };
        PictureOptions.AddPreprocessing(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        string file = parsed.GetValue(ModelFile)!;
        using Model model = Model.Load(file);
        int classes = Segmenter.OutputOf(model).Shape[3];
        Preprocessing preprocessing = Preprocessing.For(
            model, PictureOptions.Framing(parsed) ?? Framing.Stretch, PictureOptions.Normalization(parsed));
        Labels labels = Labels.Find(parsed.GetValue(LabelFile), model.Metadata, classes);
        PictureCopies? copies = parsed.GetValue(Draw) is { } folder ? new PictureCopies(folder) : null;
        IReadOnlyList<string> pictures = PictureFiles.Find(parsed.GetValue(PictureOptions.Paths)!);
        using PreparedModel prepared = PreparedModel.Prepare(
            model, ModelOptions.Prepare(parsed) with { Threads = parsed.GetValue(PictureOptions.Threads) });
        using Segmenter segmenter = new(prepared, preprocessing);
        using Stream output = Console.OpenStandardOutput();
        using SegmentationWriter writer = new(parsed.GetValue(PictureOptions.Json), output, file, ExecutionPaths.NameOf(prepared.Path), labels, classes);
        int failures = 0;
        foreach (string picture in pictures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SegmentationResult result = segmenter.Segment(picture);
            if (result.Error is { } error)
            {
                Terminal.Note(Application.MessageOf(error));
                failures++;
            }

            writer.Write(result, result.Picture is { } image ? copies?.Write(picture, result.Map!.Over(image)) : null);
        }

        return failures == 0 ? ExitCode.Success : ExitCode.BadInput;
    }
}
