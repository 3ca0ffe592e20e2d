using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Rules;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>What a watcher had seen at one moment.</summary>
internal sealed class LiveSnapshot
{
    /// <summary>Of the last frame, a score for each class.</summary>
    public required float[] Scores { get; init; }

    /// <summary>What a detector saw in it, best first.</summary>
    public required SeenBox[] Boxes { get; init; }

    /// <summary>What each rule saw.</summary>
    public required RuleSeen[] Rules { get; init; }

    /// <summary>Frames in each of the last seconds, the oldest first.</summary>
    public required int[] FramesEachSecond { get; init; }

    /// <summary>Mean time of a frame in each of the last seconds.</summary>
    public required double[] MillisecondsEachSecond { get; init; }

    /// <summary>Times of reading and resizing.</summary>
    public required StageHistogram Preprocess { get; init; }

    /// <summary>Times of the network.</summary>
    public required StageHistogram Inference { get; init; }

    /// <summary>Times of scoring.</summary>
    public required StageHistogram Postprocess { get; init; }

    /// <summary>Frames that were classified.</summary>
    public required long Frames { get; init; }

    /// <summary>The last frame's number.</summary>
    public required long Sequence { get; init; }

    /// <summary>Since the last frame was classified; null before the first.</summary>
    public required TimeSpan? FrameAge { get; init; }

    /// <summary>The last frame's shape.</summary>
    public required FrameShape Shape { get; init; }

    /// <summary>The last frame's times.</summary>
    public required StageTimes Times { get; init; }

    /// <summary>The camera's last change.</summary>
    public required CameraChange Camera { get; init; }
}
