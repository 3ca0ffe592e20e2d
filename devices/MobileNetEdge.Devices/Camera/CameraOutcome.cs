namespace MobileNetEdge.Devices.Camera;

/// <summary>What became of an attempt to open a camera or to read a frame.</summary>
public enum CameraStatus
{
    /// <summary>It worked: the camera is open, or a frame was read.</summary>
    Ready,

    /// <summary>No frame came in time. The camera may still be alive.</summary>
    Timeout,

    /// <summary>The camera is not there, or no longer. Open it again later.</summary>
    Disconnected,

    /// <summary>Frames have another size or format from now on. Prepare for it; the next read gives such a frame.</summary>
    FormatChanged,

    /// <summary>Another program uses the camera.</summary>
    Busy,

    /// <summary>The user may not use the camera.</summary>
    PermissionDenied,

    /// <summary>The camera, or the program that reads it, does not do what is asked.</summary>
    Failed,

    /// <summary>There are no more pictures.</summary>
    Ended,
}

/// <summary>An outcome, what happened, and what to do about it.</summary>
/// <param name="Status">The kind of outcome.</param>
/// <param name="Message">What happened, for people; empty where nothing did.</param>
/// <param name="Advice">What to do about it; empty where nothing can be done.</param>
public readonly record struct CameraOutcome(CameraStatus Status, string Message = "", string Advice = "")
{
    /// <summary>It worked.</summary>
    public static CameraOutcome Ready => new(CameraStatus.Ready);

    /// <summary>Whether it worked.</summary>
    public bool IsReady => Status == CameraStatus.Ready;

    /// <inheritdoc/>
    public override string ToString() => (Message, Advice) switch
    {
        ("", _) => Status.ToString(),
        (_, "") => Message,
        _ => $"{Message}; {Advice}",
    };
}
