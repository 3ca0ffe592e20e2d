using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Gpio;
using MobileNetEdge.Devices.Rules;
using MobileNetEdge.Imaging;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Watching;

/// <summary>What a watcher works with.</summary>
/// <param name="Model">The model's file name, for people.</param>
/// <param name="Prepared">The model.</param>
/// <param name="Preprocessing">How a frame becomes the model's input.</param>
/// <param name="Turn">How a frame is turned before that.</param>
/// <param name="Labels">The classes' names.</param>
/// <param name="Camera">Where the frames come from.</param>
/// <param name="Rules">What is looked for.</param>
/// <param name="Pins">The n-th belongs to the n-th rule; at most as many as rules.</param>
/// <param name="Drawing">How what a detector sees is drawn; null for other models.</param>
/// <param name="HasTrigger">Whether a frame is classified only when a button asks for it.</param>
internal sealed record WatchSetup(
    string Model,
    PreparedModel Prepared,
    Preprocessing Preprocessing,
    FrameTurn Turn,
    Labels Labels,
    ICamera Camera,
    IReadOnlyList<Rule> Rules,
    IReadOnlyList<IOutputPin> Pins,
    SeenDrawing? Drawing,
    bool HasTrigger);
