using System.CommandLine;
using System.Globalization;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Cli.Watching;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Gpio;
using MobileNetEdge.Devices.Rules;
using MobileNetEdge.Imaging;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Commands;

/// <summary>watch: classifies a camera's frames as they come, and acts on what it sees.</summary>
internal static class WatchCommand
{
    private const string Description =
        """
        Classifies a camera's frames as they come, and drives pins by rules. Writes what happens to stdout, a line of JSON for each thing.

        A rule: LABEL > 0.8 [for 3 frames | for 2s] [until < 0.6] [hold 2s] [smooth 4 frames]. The n-th --pin belongs to the n-th --when.
        A camera that is lost is reported and opened again; until then every pin is at its safe value, inactive.

        Examples:
          mobilenet-edge watch
          mobilenet-edge watch --camera csi --when "cat > 0.8 for 3 frames" --pin GPIO17 --hold 2s
          mobilenet-edge watch --camera pictures/ --fps 2 --answers all
        """;

    private static readonly Option<string?> ModelFile = new("--model", "-m")
    {
        HelpName = "FILE",
        Description = "The int8 or uint8 .tflite model. Default: the one inside the program.",
    };

    private static readonly Option<string?> LabelFile = new("--labels", "-l")
    {
        HelpName = "FILE",
        Description = "Names of the classes, one a line. Default: the model's own.",
    };

    private static readonly Option<string> CameraName = new("--camera", "-c")
    {
        HelpName = "CAMERA",
        Description = $"{Cameras.Syntax}.",
        DefaultValueFactory = _ => "auto",
    };

    private static readonly Option<string> Size = new("--size")
    {
        HelpName = "WxH",
        Description = "Size to ask the camera for.",
        DefaultValueFactory = _ => "640x480",
    };

    private static readonly Option<double> Rate = new("--fps")
    {
        HelpName = "N",
        Description = "Frames a second to ask the camera for. Default: the camera's own; pictures as fast as they can be classified.",
    };

    private static readonly Option<string?> PixelFormat = new("--format")
    {
        HelpName = "NAME",
        Description = $"Pixel format to ask the camera for: {string.Join(", ", Enum.GetNames<FrameFormat>()).ToLowerInvariant()}.",
    };

    private static readonly Option<int> Rotate = new("--rotate")
    {
        HelpName = "DEGREES",
        Description = "Turn frames clockwise: 0, 90, 180 or 270.",
    };

    private static readonly Option<bool> Flip = new("--flip") { Description = "Mirror frames after turning them." };

    private static readonly Option<string[]> When = new("--when")
    {
        HelpName = "RULE",
        Description = "A rule; may be given several times.",
    };

    private static readonly Option<string[]> Pin = new("--pin")
    {
        HelpName = "LINE",
        Description = "GPIO line that is active while its rule is: GPIO17, or gpiochip0:17.",
    };

    private static readonly Option<string[]> Hold = new("--hold")
    {
        HelpName = "TIME",
        Description = "How long its rule counts on after it stopped being true, such as 2s.",
    };

    private static readonly Option<bool> ActiveLow = new("--active-low")
    {
        Description = "Pins are active when low, as with many relay boards.",
    };

    private static readonly Option<string?> TriggerPin = new("--trigger")
    {
        HelpName = "LINE",
        Description = "Classify one frame for each press of a button between this GPIO line and ground.",
    };

    private static readonly Option<AnswersToWrite> Answers = new("--answers")
    {
        Description = "Which answers to write: when the best class changes, all, or none.",
    };

    private static readonly Option<long> Frames = new("--frames") { HelpName = "N", Description = "Stop after so many frames." };

    private static readonly Option<int> Threads = new("--threads", "-t")
    {
        HelpName = "N",
        Description = "Threads of the network.",
        DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, 4),
    };

    public static Command Create()
    {
        Command command = new("watch", Description)
        {
            CameraName, Size, Rate, PixelFormat, Rotate, Flip, ModelFile, LabelFile, When, Pin, Hold, ActiveLow, TriggerPin, Answers, Frames, Threads, ModelOptions.Path,
        };
        PictureOptions.AddPreprocessing(command);
        PictureOptions.RequirePositive(Threads);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        IReadOnlyList<Rule> rules = ReadRules(parsed);
        string? file = parsed.GetValue(ModelFile);
        using Model model = file is null ? DefaultModel.Read() : Model.Load(file);
        Preprocessing preprocessing = Preprocessing.For(model, PictureOptions.Framing(parsed), PictureOptions.Normalization(parsed));
        Labels labels = Labels.Find(parsed.GetValue(LabelFile), model.Metadata, model.Outputs[0].Shape.ElementCount);
        using PreparedModel prepared = PreparedModel.Prepare(model, ModelOptions.Prepare(parsed) with { Threads = parsed.GetValue(Threads) });
        using FrameClassifier classifier = new(prepared, preprocessing, Turn(parsed));
        using ICamera camera = OpenCamera(parsed);
        using EventLines lines = new(Console.OpenStandardOutput());
        GpioPins gpio = new();
        IOutputPin[] pins = [];
        try
        {
            pins = [.. parsed.GetValue(Pin)!.Select(line => gpio.OpenOutput(line, new() { IsActiveLow = parsed.GetValue(ActiveLow) }))];
            using IInputPin? trigger = parsed.GetValue(TriggerPin) is { } button ? gpio.OpenInput(button, Button) : null;
            Note(parsed, prepared, preprocessing, camera);
            using Watcher watcher = MakeWatcher(parsed, trigger, camera, classifier, labels, lines, rules, pins);
            watcher.Run(cancellationToken);
        }
        finally
        {
            Array.ForEach(pins, pin => pin.Dispose());
        }

        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Success;
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
        IReadOnlyList<IOutputPin> pins)
    {
        try
        {
            return new(camera, classifier, labels, lines, rules, pins)
            {
                Answers = parsed.GetValue(Answers),
                FrameLimit = parsed.GetValue(Frames),
                Trigger = trigger,
            };
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    private static ICamera OpenCamera(ParseResult parsed)
    {
        string size = parsed.GetValue(Size)!;
        string[] sides = size.Split('x');
        if (sides.Length != 2 || !TryParseSide(sides[0], out int width) || !TryParseSide(sides[1], out int height))
        {
            throw new UsageException($"--size '{size}' is no size such as 640x480");
        }

        FrameFormat? format = null;
        if (parsed.GetValue(PixelFormat) is { } name)
        {
            format = Enum.TryParse(name, ignoreCase: true, out FrameFormat known) && Enum.IsDefined(known)
                ? known
                : throw new UsageException($"--format '{name}' is none of {string.Join(", ", Enum.GetNames<FrameFormat>()).ToLowerInvariant()}");
        }

        try
        {
            return Cameras.Create(
                parsed.GetValue(CameraName)!, new() { Width = width, Height = height, FramesPerSecond = parsed.GetValue(Rate), Format = format });
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    private static bool TryParseSide(string text, out int side)
    {
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is >= 1 and <= FrameShape.MaxSide;
    }

    private static FrameTurn Turn(ParseResult parsed)
    {
        FrameTurn turn = new(parsed.GetValue(Rotate), parsed.GetValue(Flip));
        return turn.IsValid ? turn : throw new UsageException($"--rotate {turn.Degrees} is none of 0, 90, 180, 270");
    }

    private static Rule[] ReadRules(ParseResult parsed)
    {
        string[] texts = parsed.GetValue(When)!;
        string[] holds = parsed.GetValue(Hold)!;
        if (parsed.GetValue(Pin)!.Length > texts.Length || holds.Length > texts.Length)
        {
            throw new UsageException("every --pin and --hold belongs to a --when; there are more of them than rules");
        }

        try
        {
            return [.. texts.Select((text, i) => RuleParser.Parse(i < holds.Length ? $"{text} hold {holds[i]}" : text))];
        }
        catch (RuleSyntaxException exception)
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
