using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>What is asked of a camera; it may give something else, and then says so.</summary>
public sealed record CameraOptions
{
    /// <summary>Pixels a row.</summary>
    public int Width { get; init; } = 640;

    /// <summary>Rows.</summary>
    public int Height { get; init; } = 480;

    /// <summary>Frames a second; 0 leaves it to the camera, and for pictures means as fast as they are wanted.</summary>
    public double FramesPerSecond { get; init; }

    /// <summary>The format to use; null for the one that costs least among those the camera has.</summary>
    public FrameFormat? Format { get; init; }
}
