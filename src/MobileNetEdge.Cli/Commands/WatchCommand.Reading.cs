using System.CommandLine;
using System.Globalization;
using MobileNetEdge.Cli.Watching;
using MobileNetEdge.Cli.Watching.Snapshots;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Rules;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Commands;

/// <content>What the options' values mean.</content>
internal static partial class WatchCommand
{
    private const double MostFramesPerSecond = 1000;

    private static ICamera OpenCamera(ParseResult parsed)
    {
        try
        {
            return Cameras.Create(parsed.GetValue(CameraName)!, ReadCamera(parsed));
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    private static CameraOptions ReadCamera(ParseResult parsed)
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

        return parsed.GetValue(Rate) is >= 0 and <= MostFramesPerSecond and double rate
            ? new() { Width = width, Height = height, FramesPerSecond = rate, Format = format }
            : throw new UsageException($"--fps {parsed.GetValue(Rate)} is not between 0 and {MostFramesPerSecond}");
    }

    private static SnapshotWriter? OpenSnapshots(ParseResult parsed, EventLines lines, SeenDrawing? drawing)
    {
        long limit = ReadSnapshotLimit(parsed);
        return parsed.GetValue(SnapshotsIn) is { } folder ? new(new(folder, limit), new(Turn(parsed), drawing), lines) : null;
    }

    private static long ReadSnapshotLimit(ParseResult parsed)
    {
        string limit = parsed.GetValue(SnapshotLimit)!;
        return ByteSize.TryParse(limit, out long bytes) ? bytes : throw new UsageException($"--snapshot-limit '{limit}' is not {ByteSize.Syntax}");
    }

    private static double ReadThreshold(ParseResult parsed)
    {
        return parsed.GetValue(Threshold) is >= 0 and <= 1 and double threshold
            ? threshold
            : throw new UsageException($"--threshold must lie in 0 to 1, not {parsed.GetValue(Threshold)}");
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
}
