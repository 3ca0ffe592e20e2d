using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Rules;

namespace MobileNetEdge.Cli.Watching;

/// <summary>Told what a watcher sees and does, on the watcher's own threads; returns at once and takes no memory for a frame.</summary>
internal interface IWatchObserver
{
    /// <summary>A frame was classified; both arguments change after the call.</summary>
    void Looked(CameraFrame frame, FrameClassifier classifier);

    /// <summary>A rule saw something.</summary>
    void Happened(in RuleEvent happened);

    /// <summary>The camera's state changed.</summary>
    void Changed(in CameraChange change);
}
