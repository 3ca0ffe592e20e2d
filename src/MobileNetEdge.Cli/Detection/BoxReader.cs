using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Imaging;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Detection;

/// <summary>From what a detector's interpreter holds after a run to boxes in the picture.</summary>
/// <param name="model">A model that ends in TFLite_Detection_PostProcess.</param>
/// <param name="labels">The classes' names.</param>
internal sealed class BoxReader(Model model, Labels labels)
{
    private readonly DetectionOutput _output = new(model);
    private readonly Runtime.Detection[] _found = new Runtime.Detection[new DetectionOutput(model).MaxDetections];

    /// <summary>The detections, best first; from shares of the frame to shares of the picture, of which a crop or a letterbox shows another part.</summary>
    /// <param name="interpreter">Of the model.</param>
    /// <param name="place">Where the picture lies in the frame.</param>
    /// <param name="width">Pixels a row of the frame.</param>
    /// <param name="height">Its rows.</param>
    public DetectedBox[] Read(Interpreter interpreter, FramePlacement place, int width, int height)
    {
        BoxPlace at = new(place, width, height);
        DetectedBox[] boxes = new DetectedBox[_output.Read(interpreter, _found)];
        for (int i = 0; i < boxes.Length; i++)
        {
            Runtime.Detection found = _found[i];
            boxes[i] = new DetectedBox(
                found.Category, labels[found.Category], found.Score, at.X(found.Left), at.Y(found.Top), at.X(found.Right), at.Y(found.Bottom));
        }

        return boxes;
    }
}
