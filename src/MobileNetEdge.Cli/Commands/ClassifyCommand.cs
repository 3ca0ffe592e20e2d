using System.CommandLine;
using System.Globalization;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Imaging;
using MobileNetEdge.Runtime;
using Spectre.Console;

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
          mobilenet-edge classify --model mobilenet_v2.tflite --labels imagenet.txt cat.jpg
          mobilenet-edge classify --model model.tflite --top 1 --json pictures/ > answers.json
        """;

    private static readonly Option<string> ModelFile = new("--model", "-m")
    {
        HelpName = "FILE",
        Description = "The int8 or uint8 .tflite model.",
        Required = true,
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

    private static readonly Option<int> Threads = new("--threads", "-t")
    {
        HelpName = "N",
        Description = "Pictures to work on at the same time. Default: one for each core.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private static readonly Option<string?> Frame = new("--framing")
    {
        HelpName = "HOW",
        Description = "How a picture is brought to the model's size: stretch, letterbox, or centre-crop:N with N the shorter side before the crop.",
    };

    private static readonly Option<string?> Mean = new("--mean")
    {
        HelpName = "X[,X,X]",
        Description = "Subtracted from pixels of 0 to 255: one number, or three for red, green and blue. Goes with --std.",
    };

    private static readonly Option<string?> Deviation = new("--std")
    {
        HelpName = "X[,X,X]",
        Description = "Pixels are divided by this after --mean.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Write one JSON value to stdout." };

    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "No progress on stderr." };

    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Pictures, and folders of pictures.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        Command command = new("classify", Description)
        {
            ModelFile, LabelFile, Top, Threads, Frame, Mean, Deviation, ModelOptions.Path, Json, Quiet, Paths,
        };
        Top.Validators.Add(result => RequirePositive(result.GetValueOrDefault<int>(), result.AddError, "--top"));
        Threads.Validators.Add(result => RequirePositive(result.GetValueOrDefault<int>(), result.AddError, "--threads"));
        Paths.Validators.Add(result =>
        {
            // Without this an option that does not exist would be taken for a picture.
            if (result.Tokens.FirstOrDefault(token => token.Value is ['-', _, ..]) is { } option)
            {
                result.AddError($"Unrecognized option '{option.Value}'; write ./{option.Value} for a file of that name.");
            }
        });
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        string file = parsed.GetValue(ModelFile)!;
        using Model model = Model.Load(file);
        using PreparedModel prepared = PreparedModel.Prepare(model, ModelOptions.Prepare(parsed));
        Preprocessing preprocessing = Preprocessing.For(model, FramingOf(parsed), NormalizationOf(parsed));
        Labels labels = Labels.Find(parsed.GetValue(LabelFile), model.Metadata, model.Outputs[0].Shape.ElementCount);
        Ranking ranking = new(model, labels, parsed.GetValue(Top));
        IReadOnlyList<string> pictures = PictureFiles.Find(parsed.GetValue(Paths)!);
        int threads = Math.Min(parsed.GetValue(Threads), pictures.Count);
        if (parsed.GetValue(Application.Verbose))
        {
            Describe(prepared, preprocessing, labels, ranking, threads);
        }

        using ClassifierPool pool = new(() => new Classifier(prepared, preprocessing, ranking), threads);
        using Stream output = Console.OpenStandardOutput();
        using ResultWriter writer = ResultWriter.Create(parsed.GetValue(Json), output, file, ExecutionPaths.NameOf(prepared.Path));
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

    private static void Describe(PreparedModel prepared, Preprocessing preprocessing, Labels labels, Ranking ranking, int threads)
    {
        Terminal.Note($"path {ExecutionPaths.NameOf(prepared.Path)}, {threads} pictures at a time, arena {prepared.ArenaByteCount} bytes each");
        Terminal.Note($"preprocessing: {preprocessing.Description}");
        Terminal.Note($"labels from {labels.Source}; scores are {(ranking.IsProbability ? "the model's own" : "the softmax of its output")}");
        if (prepared.Model.Metadata.Warning is { } warning)
        {
            Terminal.Note($"metadata: {warning}");
        }
    }

    /// <summary>The results behind a progress bar on stderr; all at the end where they would scroll through it.</summary>
    private static List<PictureResult> WithProgress(IEnumerable<PictureResult> results, int count)
    {
        List<PictureResult> finished = [];
        Terminal.Error().Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask("classifying", maxValue: count);
            foreach (PictureResult result in results)
            {
                finished.Add(result);
                task.Increment(1);
            }
        });
        return finished;
    }

    private static Framing? FramingOf(ParseResult parsed)
    {
        if (parsed.GetValue(Frame) is not { } text)
        {
            return null;
        }

        return Framing.TryParse(text, out Framing? framing)
            ? framing
            : throw new UsageException($"--framing '{text}' is none of stretch, letterbox, centre-crop:N");
    }

    private static Normalization? NormalizationOf(ParseResult parsed)
    {
        (string? mean, string? deviation) = (parsed.GetValue(Mean), parsed.GetValue(Deviation));
        if (mean is null && deviation is null)
        {
            return null;
        }

        if (mean is null || deviation is null)
        {
            throw new UsageException("--mean and --std go together");
        }

        try
        {
            return new Normalization(ParseNumbers(mean), ParseNumbers(deviation));
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    /// <summary>One number for all channels, or three with commas between them.</summary>
    private static RgbValues ParseNumbers(string text)
    {
        double[] numbers = [.. text.Split(',').Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
        return numbers switch
        {
            [double all] => new RgbValues(all, all, all),
            [double red, double green, double blue] => new RgbValues(red, green, blue),
            _ => throw new UsageException($"'{text}' is neither one number nor three"),
        };
    }

    private static void RequirePositive(int value, Action<string> addError, string option)
    {
        if (value < 1)
        {
            addError($"{option} must be at least 1, not {value}");
        }
    }
}
