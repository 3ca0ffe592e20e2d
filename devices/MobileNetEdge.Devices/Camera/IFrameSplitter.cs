using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>Cuts a stream of bytes into frames.</summary>
internal interface IFrameSplitter
{
    /// <summary>What the frames are; not valid until known.</summary>
    FrameShape Shape { get; }

    /// <summary>Pieces that were no frame.</summary>
    long Broken { get; }

    /// <summary>Where the next bytes go; never empty.</summary>
    Span<byte> Free { get; }

    /// <summary>Says that bytes arrived in <see cref="Free"/>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="pause">How long nothing had come before them.</param>
    void Advance(int count, TimeSpan pause);

    /// <summary>Takes a whole frame out, if there is one.</summary>
    /// <param name="frame">Gets bytes, length and shape.</param>
    bool TryTake(CameraFrame frame);
}
