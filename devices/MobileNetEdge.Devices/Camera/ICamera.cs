using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>Something that gives frames. What goes wrong in the world is an outcome and no exception. One thread at a time.</summary>
public interface ICamera : IDisposable
{
    /// <summary>How people know it: /dev/video0, csi:0, a folder.</summary>
    string Name { get; }

    /// <summary>Whether frames pass by unless they are read; pictures wait.</summary>
    bool IsLive { get; }

    /// <summary>The frames it gives, as far as known since it was opened.</summary>
    FrameShape Shape { get; }

    /// <summary>What it counted since it was made.</summary>
    CameraCounters Counters { get; }

    /// <summary>Starts it. Closes it first where it is open.</summary>
    CameraOutcome Open();

    /// <summary>Reads the next frame.</summary>
    /// <param name="frame">Overwritten where the outcome is <see cref="CameraStatus.Ready"/>.</param>
    /// <param name="timeout">How long to wait for one.</param>
    CameraOutcome Read(CameraFrame frame, TimeSpan timeout);

    /// <summary>Stops it; it can be opened again.</summary>
    void Close();
}

/// <summary>What a camera counted.</summary>
/// <param name="Frames">Whole frames that were read.</param>
/// <param name="Broken">Frames that the driver marked as broken, or that were too short or no JPEG; they are left out.</param>
/// <param name="Missed">Gaps in the camera's own count: frames lost before they reached us.</param>
public readonly record struct CameraCounters(long Frames, long Broken, long Missed);
