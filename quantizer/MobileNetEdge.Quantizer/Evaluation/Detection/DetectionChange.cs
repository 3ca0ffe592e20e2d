using System.Collections.Immutable;
using MobileNetEdge.Quantizer.Evaluation;
using Found = MobileNetEdge.Runtime.Detection;

namespace MobileNetEdge.Quantizer;

/// <summary>A picture in which both networks find different things.</summary>
/// <param name="Index">Its place in the set.</param>
/// <param name="Kind">Lost where int8 finds fewer of the things that are there, gained where it finds more.</param>
/// <param name="Float">What the float network finds with at least <see cref="ShownScore"/>, best first.</param>
/// <param name="Quantized">What the int8 model finds with that.</param>
/// <param name="OnlyFloat">Of the float network's, those that the int8 model does not find: none of the class overlaps it by half.</param>
/// <param name="OnlyQuantized">Of the int8 model's, those that the float network does not find.</param>
/// <param name="FloatRight">How many of the things that are there the float network finds.</param>
/// <param name="QuantizedRight">How many the int8 model finds.</param>
public sealed record DetectionChange(
    int Index,
    FlipKind Kind,
    ImmutableArray<Found> Float,
    ImmutableArray<Found> Quantized,
    ImmutableArray<Found> OnlyFloat,
    ImmutableArray<Found> OnlyQuantized,
    int FloatRight,
    int QuantizedRight)
{
    /// <summary>The score from which on a detection counts as an answer.</summary>
    public const float ShownScore = 0.3f;

    private const double SameOverlap = 0.5;

    /// <summary>How much changed: of what only one finds, by how much its scores are above the other's, where that has the thing with a low score.</summary>
    public double Severity { get; private init; }

    /// <summary>What changed in a picture; null where nothing did.</summary>
    internal static DetectionChange? Of(int index, DetectedPicture real, DetectedPicture quantized)
    {
        ImmutableArray<Found> onlyFloat = Alone(real.Found, quantized.Found);
        ImmutableArray<Found> onlyQuantized = Alone(quantized.Found, real.Found);
        if (onlyFloat.IsEmpty && onlyQuantized.IsEmpty)
        {
            return null;
        }

        (int floatRight, int quantizedRight) = (Right(real), Right(quantized));
        FlipKind kind = floatRight > quantizedRight ? FlipKind.Lost : floatRight < quantizedRight ? FlipKind.Gained : FlipKind.Other;
        return new DetectionChange(index, kind, Shown(real.Found), Shown(quantized.Found), onlyFloat, onlyQuantized, floatRight, quantizedRight)
        {
            Severity = Excess(onlyFloat, quantized.Found) + Excess(onlyQuantized, real.Found),
        };
    }

    private static ImmutableArray<Found> Shown(IReadOnlyList<Found> found) => [.. found.Where(each => each.Score >= ShownScore)];

    private static ImmutableArray<Found> Alone(IReadOnlyList<Found> found, IReadOnlyList<Found> others)
    {
        return [.. Shown(found).Where(each => PartnerScore(each, others) < ShownScore)];
    }

    private static double Excess(ImmutableArray<Found> alone, IReadOnlyList<Found> others)
    {
        return alone.Sum(each => (double)each.Score - PartnerScore(each, others));
    }

    /// <summary>The best score that a network has for a thing that the other found; 0 where it has none.</summary>
    private static float PartnerScore(Found found, IReadOnlyList<Found> others)
    {
        return others
            .Where(other => other.Category == found.Category && BoxOverlap.Of(found, other) >= SameOverlap)
            .Select(other => other.Score)
            .DefaultIfEmpty(0)
            .Max();
    }

    private static int Right(DetectedPicture picture)
    {
        DetectedPicture shown = picture with { Found = Shown(picture.Found) };
        List<(float Score, bool IsRight)> judged = [];
        foreach (int category in shown.Truths.Select(truth => truth.Category).Distinct())
        {
            shown.Judge(category, SameOverlap, AreaRange.All, judged);
        }

        return judged.Count(each => each.IsRight);
    }
}
