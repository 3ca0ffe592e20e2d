using System.CommandLine;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Commands;

/// <summary>classify: what a model sees in pictures.</summary>
internal static class ClassifyCommand
{
    private const string Description =
        """
        Says what a model sees in pictures (JPEG, PNG, BMP, PPM).

        Pictures are prepared as the model's metadata says. Where it says nothing, the shorter side is resized to 8/7 of the model's
        size (256 for 224), the middle is cut out, and pixels are scaled to the range that the model's input can hold.
        Scores are probabilities: the model's own, or the softmax of its output where it ends in logits.
        A picture that cannot be read is reported, the others go on, and the exit status is 3.

        Examples:
          mobilenet-edge classify cat.png
          mobilenet-edge classify --model mobilenet_v2.tflite --labels imagenet.txt cat.jpg
          mobilenet-edge classify --model model.tflite --top 1 --json pictures/ > answers.json
        """;

    private static readonly Option<string?> ModelFile = new("--model", "-m")
    {
        HelpName = "FILE",
        Description = "The int8 or uint8 .tflite model. Default: the one inside the program, which tells CIFAR-10's ten classes apart.",
    };

    private static readonly Option<string?> LabelFile = new("--labels", "-l")
    {
        HelpName = "FILE",
        Description = "Names of the classes, one a line. Default: the model's own.",
    };

    private static readonly Option<int> Top = new("--top", "-n")
    {
        HelpName = "N",
        Description = "Classes to show for each picture.",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "No progress on stderr." };

    public static Command Create()
    {
        Command command = new("classify", Description)
        {
            ModelFile, LabelFile, Top, PictureOptions.Threads, ModelOptions.Path, PictureOptions.Json, Quiet, PictureOptions.Paths,
        };
        PictureOptions.AddPreprocessing(command);
        PictureOptions.RequirePositive(Top);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        string? file = parsed.GetValue(ModelFile);
        using Model model = file is null ? DefaultModel.Read() : Model.Load(file);
        Preprocessing preprocessing = Preprocessing.For(model, PictureOptions.Framing(parsed), PictureOptions.Normalization(parsed));
        Labels labels = Labels.Find(parsed.GetValue(LabelFile), model.Metadata, model.Outputs[0].Shape.ElementCount);
        Ranking ranking = new(model, labels, parsed.GetValue(Top));
        IReadOnlyList<string> pictures = PictureFiles.Find(parsed.GetValue(PictureOptions.Paths)!);
        int threads = parsed.GetValue(PictureOptions.Threads);
        int atOnce = Math.Min(threads, pictures.Count);
        using PreparedModel prepared = PreparedModel.Prepare(model, ModelOptions.Prepare(parsed) with { Threads = Math.Max(threads / atOnce, 1) });
        if (parsed.GetValue(Application.Verbose))
        {
            Describe(prepared, preprocessing, labels, ranking, atOnce);
        }

        using ClassifierPool pool = new(() => new Classifier(prepared, preprocessing, ranking), atOnce);
        using Stream output = Console.OpenStandardOutput();
        using ResultWriter writer = ResultWriter.Create(parsed.GetValue(PictureOptions.Json), output, file ?? DefaultModel.Name, ExecutionPaths.NameOf(prepared.Path));
        IEnumerable<PictureResult> results = pool.Classify(pictures, cancellationToken);
        bool showsProgress = pictures.Count > 1 && Terminal.ShowsProgress && !parsed.GetValue(Quiet);
        int failures = 0;
        foreach (PictureResult result in showsProgress ? WithProgress(results, pictures.Count) : results)
        {
            if (result.Error is { } error)
            {
                Terminal.Note(Application.MessageOf(error));
                failures++;
            }

            writer.Write(result);
        }

        return failures == 0 ? ExitCode.Success : ExitCode.BadInput;
    }

    private static void Describe(PreparedModel prepared, Preprocessing preprocessing, Labels labels, Ranking ranking, int atOnce)
    {
        Terminal.Note($"path {ExecutionPaths.NameOf(prepared.Path)}, {atOnce} pictures at a time with {prepared.Threads} threads and {prepared.ArenaByteCount} bytes of arena each");
        Terminal.Note($"preprocessing: {preprocessing.Description}");
        Terminal.Note($"labels from {labels.Source}; scores are {(ranking.IsProbability ? "the model's own" : "the softmax of its output")}");
        if (prepared.Model.Metadata.Warning is { } warning)
        {
            Terminal.Note($"metadata: {warning}");
        }
    }

    /// <summary>The results behind a progress bar on stderr; all at the end, so that they do not scroll through it.</summary>
    private static List<PictureResult> WithProgress(IEnumerable<PictureResult> results, int count)
    {
        return ProgressBar.Run("classifying", isQuiet: false, progress =>
        {
            List<PictureResult> finished = [];
            foreach (PictureResult result in results)
            {
                finished.Add(result);
                progress.Report((double)finished.Count / count);
            }

            return finished;
        });
    }
}
