using System.CommandLine;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Cli.Watching;
using MobileNetEdge.Cli.Watching.Configuration;
using MobileNetEdge.Cli.Watching.Live;
using MobileNetEdge.Cli.Watching.Service;
using MobileNetEdge.Cli.Watching.Snapshots;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Gpio;
using MobileNetEdge.Devices.Rules;
using MobileNetEdge.Imaging;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Commands;

/// <summary>watch: classifies a camera's frames as they come, and acts on what it sees.</summary>
internal static partial class WatchCommand
{
    private const string Description =
        """
        Classifies a camera's frames as they come, and drives pins by rules. Writes what happens to stdout, a line of JSON for each thing.
        Of a detector each class has the score of its surest box.

        A rule: LABEL > 0.8 [in 0.2,0.2,0.8,0.8] [for 3 frames | for 2s] [until < 0.6] [hold 2s] [smooth 4 frames]. The n-th --pin belongs to the
        n-th --when. With a detector, "in" takes left, top, right and bottom of a part of the picture (turned, as shares of its sides): only boxes
        whose centre lies there count.
        A camera that is lost is reported and opened again; until then every pin is at its safe value, inactive.

        Examples:
          mobilenet-edge watch
          mobilenet-edge watch --camera csi --when "cat > 0.8 for 3 frames" --pin GPIO17 --hold 2s
          mobilenet-edge watch --model ssdlite.tflite --when "person > 0.6 in 0,0.5,1,1" --http 8080
          mobilenet-edge watch --camera pictures/ --fps 2 --answers all
        """;

    public static Command Create()
    {
        Command command = new("watch", Description)
        {
            CameraName, Size, Rate, PixelFormat, Rotate, Flip, ModelFile, LabelFile, When, Pin, Hold, ActiveLow, TriggerPin, Threshold, SnapshotsIn, SnapshotLimit, Answers, Frames,
            Threads, ModelOptions.Path, Config, ValidateConfig,
        };
        PictureOptions.AddPreprocessing(command);
        LivePage.AddOptions(command);
        PictureOptions.RequirePositive(Threads);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Config) is { } config)
        {
            parsed = ConfigFile.Apply(parsed, config, Check, Config.Name, ValidateConfig.Name);
        }

        if (parsed.GetValue(ValidateConfig))
        {
            Terminal.Note(parsed.GetValue(Config) is { } name ? $"{name} is in order" : throw new UsageException("--validate-config needs --config"));
            return ExitCode.Success;
        }

        return Watch(parsed, cancellationToken);
    }

    /// <summary>Reads every value that is more than a word or a number.</summary>
    private static void Check(ParseResult parsed)
    {
        ReadRules(parsed);
        ReadCamera(parsed);
        Turn(parsed);
        ReadSnapshotLimit(parsed);
        ReadThreshold(parsed);
        LivePage.ReadAddress(parsed);
        ModelOptions.Prepare(parsed);
        PictureOptions.Framing(parsed);
        PictureOptions.Normalization(parsed);
    }

    private static int Watch(ParseResult parsed, CancellationToken cancellationToken)
    {
        IReadOnlyList<Rule> rules = ReadRules(parsed);
        string? file = parsed.GetValue(ModelFile);
        using Model model = file is null ? DefaultModel.Read() : Model.Load(file);
        Preprocessing preprocessing = Preprocessing.For(model, FramingFor(parsed, model), PictureOptions.Normalization(parsed));
        Labels labels = FindLabels(parsed.GetValue(LabelFile), model);
        using PreparedModel prepared = PreparedModel.Prepare(model, ModelOptions.Prepare(parsed) with { Threads = parsed.GetValue(Threads) });
        using FrameClassifier classifier = new(prepared, preprocessing, Turn(parsed));
        using ICamera camera = OpenCamera(parsed);
        using EventLines lines = new(Console.OpenStandardOutput());
        using ServiceReport service = ServiceReport.FromEnvironment();
        double threshold = ReadThreshold(parsed);
        SeenDrawing? drawing = classifier.HasBoxes ? new(labels, rules, threshold) : null;
        using SnapshotWriter? snapshots = OpenSnapshots(parsed, lines, drawing);
        GpioPins gpio = new();
        IOutputPin[] pins = [];
        try
        {
            pins = [.. parsed.GetValue(Pin)!.Select(line => gpio.OpenOutput(line, new() { IsActiveLow = parsed.GetValue(ActiveLow) }))];
            using IInputPin? trigger = parsed.GetValue(TriggerPin) is { } button ? gpio.OpenInput(button, Button) : null;
            Note(parsed, prepared, preprocessing, camera);
            using Watcher watcher = MakeWatcher(parsed, trigger, camera, classifier, labels, lines, rules, pins, snapshots, service);
            string name = file is null ? "the built-in model" : Path.GetFileName(file);
            WatchSetup setup = new(name, prepared, preprocessing, Turn(parsed), labels, camera, rules, pins, drawing, trigger is not null);
            using IDisposable? page = LivePage.Start(parsed, setup, watcher);
            try
            {
                watcher.Run(cancellationToken);
            }
            finally
            {
                // Before the camera, which may take its time to stop.
                Array.ForEach(pins, pin => pin.Dispose());
            }
        }
        finally
        {
            Array.ForEach(pins, pin => pin.Dispose());
        }

        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Success;
    }

    /// <summary>As <c>detect</c>: single-shot detectors are trained on stretched pictures.</summary>
    private static Framing? FramingFor(ParseResult parsed, Model model)
    {
        return PictureOptions.Framing(parsed) ?? (DetectionOutput.Has(model) ? Framing.Stretch : null);
    }

    private static Labels FindLabels(string? file, Model model)
    {
        return DetectionOutput.Has(model)
            ? Labels.FindForDetector(file, model.Metadata, new DetectionOutput(model).ClassCount)
            : Labels.Find(file, model.Metadata, model.Outputs[0].Shape.ElementCount);
    }

    private static InputOptions Button => new() { IsActiveLow = true, Bias = PinBias.PullUp, Debounce = TimeSpan.FromMilliseconds(5) };

    private static Watcher MakeWatcher(
        ParseResult parsed,
        IInputPin? trigger,
        ICamera camera,
        FrameClassifier classifier,
        Labels labels,
        EventLines lines,
        IReadOnlyList<Rule> rules,
        IReadOnlyList<IOutputPin> pins,
        SnapshotWriter? snapshots,
        ServiceReport service)
    {
        try
        {
            return new(camera, classifier, labels, lines, rules, pins)
            {
                Answers = parsed.GetValue(Answers),
                FrameLimit = parsed.GetValue(Frames),
                Trigger = trigger,
                Snapshots = snapshots,
                Service = service,
            };
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    private static void Note(ParseResult parsed, PreparedModel prepared, Preprocessing preprocessing, ICamera camera)
    {
        if (parsed.GetValue(Application.Verbose))
        {
            Terminal.Note($"camera {camera.Name}, path {ExecutionPaths.NameOf(prepared.Path)}, {prepared.Threads} threads; {preprocessing.Description}");
        }
    }
}
