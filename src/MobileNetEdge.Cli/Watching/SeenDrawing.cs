using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Detection;
using MobileNetEdge.Devices.Rules;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Watching;

/// <summary>Draws what a detector saw, and where rules look, onto pictures as people see them: turned, and whole.</summary>
/// <param name="labels">The classes' names.</param>
/// <param name="rules">The rules; each with a region has it drawn.</param>
/// <param name="threshold">Boxes with lower scores are not drawn.</param>
internal sealed class SeenDrawing(Labels labels, IReadOnlyList<Rule> rules, double threshold)
{
    private readonly RuleRegion[] _regions = [.. rules.Where(rule => rule.Region is not null).Select(rule => rule.Region!.Value).Distinct()];

    /// <summary>Boxes with lower scores are not drawn.</summary>
    public double Threshold => threshold;

    /// <summary>Draws the regions of all rules, thinly, and above them the boxes.</summary>
    public void Draw(RgbImage picture, ReadOnlySpan<SeenBox> boxes)
    {
        foreach (RuleRegion region in _regions)
        {
            DrawRegion(picture, region);
        }

        List<DetectedBox> shown = [];
        foreach (ref readonly SeenBox box in boxes)
        {
            if (box.Score >= threshold)
            {
                shown.Add(Named(box));
            }
        }

        BoxDrawing.DrawOnto(picture, shown);
    }

    /// <summary>Draws the region of a rule and the box that it saw.</summary>
    public void Draw(RgbImage picture, RuleRegion? region, in SeenBox box)
    {
        if (region is { } drawn)
        {
            DrawRegion(picture, drawn);
        }

        BoxDrawing.DrawOnto(picture, [Named(box)]);
    }

    private DetectedBox Named(in SeenBox box) => new(box.Category, labels[box.Category], box.Score, box.Left, box.Top, box.Right, box.Bottom);

    private static void DrawRegion(RgbImage picture, RuleRegion region)
    {
        (int left, int right) = (BoxDrawing.Pixel(region.Left, picture.Width), BoxDrawing.Pixel(region.Right, picture.Width));
        (int top, int bottom) = (BoxDrawing.Pixel(region.Top, picture.Height), BoxDrawing.Pixel(region.Bottom, picture.Height));

        // A white line in a black one can be told from any ground.
        Drawing.Frame(picture, left, top, right - left, bottom - top, 1, Colour.Black);
        Drawing.Frame(picture, left + 1, top + 1, right - left - 2, bottom - top - 2, 1, Colour.White);
    }
}
