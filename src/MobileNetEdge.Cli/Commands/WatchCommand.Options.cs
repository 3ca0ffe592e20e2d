using System.CommandLine;
using MobileNetEdge.Cli.Detection;
using MobileNetEdge.Cli.Watching;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Commands;

/// <content>The options.</content>
internal static partial class WatchCommand
{
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

    private static readonly Option<double> Threshold = new("--threshold")
    {
        HelpName = "SCORE",
        Description = $"Of a detector, the score from 0 to 1 from which on boxes are drawn; rules see all. Default: {DetectedBox.UsualThreshold}.",
        DefaultValueFactory = _ => DetectedBox.UsualThreshold,
    };

    private static readonly Option<string?> SnapshotsIn = new("--snapshots")
    {
        HelpName = "FOLDER",
        Description = "Keep the frame in which an event begins, as a picture in this folder.",
    };

    private static readonly Option<string> SnapshotLimit = new("--snapshot-limit")
    {
        HelpName = "SIZE",
        Description = "Room for snapshots; the oldest go first.",
        DefaultValueFactory = _ => "100MB",
    };

    private static readonly Option<string?> Config = new("--config")
    {
        HelpName = "FILE",
        Description = "JSON file with these options by name, and \"rules\" as a list of when, pin and hold; options given here win.",
    };

    private static readonly Option<bool> ValidateConfig = new("--validate-config") { Description = "Check --config and stop." };
}
