using Found = MobileNetEdge.Runtime.Detection;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>How much two boxes have in common.</summary>
internal static class BoxOverlap
{
    /// <summary>The area of the intersection over that of the union; 0 where a box has no area.</summary>
    public static double Of(Found a, Found b)
    {
        double intersection = Intersection(a, b.Top, b.Left, b.Bottom, b.Right);
        double union = Area(a.Top, a.Left, a.Bottom, a.Right) + Area(b.Top, b.Left, b.Bottom, b.Right) - intersection;
        return intersection > 0 ? intersection / union : 0;
    }

    /// <summary>The same for a box of the truth; for a crowd, the share of the detection that lies in it, as COCO has it.</summary>
    public static double Of(Found found, TruthBox truth)
    {
        double intersection = Intersection(found, truth.Top, truth.Left, truth.Bottom, truth.Right);
        double own = Area(found.Top, found.Left, found.Bottom, found.Right);
        double all = truth.IsCrowd ? own : own + Area(truth.Top, truth.Left, truth.Bottom, truth.Right) - intersection;
        return intersection > 0 ? intersection / all : 0;
    }

    private static double Intersection(Found a, double top, double left, double bottom, double right)
    {
        double height = Math.Min(a.Bottom, bottom) - Math.Max(a.Top, top);
        double width = Math.Min(a.Right, right) - Math.Max(a.Left, left);
        return Math.Max(height, 0) * Math.Max(width, 0);
    }

    private static double Area(double top, double left, double bottom, double right) => Math.Max(bottom - top, 0) * Math.Max(right - left, 0);
}
