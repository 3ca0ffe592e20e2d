namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Average precision from what became of a class's detections, best score first.</summary>
internal static class PrecisionCurve
{
    /// <summary>COCO's recall levels: 0, 0.01 to 1.</summary>
    private const int RecallLevels = 101;

    /// <summary>The mean over 101 recall levels of the best precision at that recall or a higher one: COCO's definition.</summary>
    /// <param name="isRight">For each detection whether it is right.</param>
    /// <param name="truths">How many there are to find, at least 1.</param>
    public static double AtLevels(IReadOnlyList<bool> isRight, int truths)
    {
        (double[] recall, double[] precision) = Of(isRight, truths);
        double sum = 0;
        int at = 0;
        for (int level = 0; level < RecallLevels; level++)
        {
            while (at < recall.Length && recall[at] < level / (RecallLevels - 1.0))
            {
                at++;
            }

            sum += at < recall.Length ? precision[at] : 0;
        }

        return sum / RecallLevels;
    }

    /// <summary>The area below the same curve: PASCAL VOC's definition since 2010.</summary>
    /// <param name="isRight">For each detection whether it is right.</param>
    /// <param name="truths">How many there are to find, at least 1.</param>
    public static double Area(IReadOnlyList<bool> isRight, int truths)
    {
        (double[] recall, double[] precision) = Of(isRight, truths);
        double area = 0;
        for (int i = 0; i < recall.Length; i++)
        {
            area += (recall[i] - (i == 0 ? 0 : recall[i - 1])) * precision[i];
        }

        return area;
    }

    /// <summary>Recall after each detection, and the best precision from there on.</summary>
    private static (double[] Recall, double[] Precision) Of(IReadOnlyList<bool> isRight, int truths)
    {
        double[] recall = new double[isRight.Count];
        double[] precision = new double[isRight.Count];
        int right = 0;
        for (int i = 0; i < isRight.Count; i++)
        {
            right += isRight[i] ? 1 : 0;
            recall[i] = (double)right / truths;
            precision[i] = right / (i + 1.0);
        }

        for (int i = precision.Length - 2; i >= 0; i--)
        {
            precision[i] = Math.Max(precision[i], precision[i + 1]);
        }

        return (recall, precision);
    }
}
