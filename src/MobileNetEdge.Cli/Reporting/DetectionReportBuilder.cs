using System.Collections.Immutable;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Detection;
using MobileNetEdge.Imaging;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>Gathers what the page of two detectors shows beside the figures: pictures with the boxes of both.</summary>
internal static class DetectionReportBuilder
{
    /// <summary>Pixels of a picture's longer side.</summary>
    private const int Side = 400;

    /// <param name="report">The figures.</param>
    /// <param name="pictures">The set.</param>
    /// <param name="preprocessing">How pictures get in.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static DetectionReportData Build(
        DetectionReport report, DetectionSet pictures, Preprocessing preprocessing, CancellationToken cancellationToken)
    {
        ImmutableArray<ChangedPicture>.Builder changed = ImmutableArray.CreateBuilder<ChangedPicture>();
        foreach (DetectionChange change in report.Result.Changes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            changed.Add(Draw(change, pictures, preprocessing, report.Labels));
        }

        return new(report, new FileInfo(report.FloatFile).Length, new FileInfo(report.QuantizedFile).Length, changed.ToImmutable());
    }

    private static ChangedPicture Draw(DetectionChange change, DetectionSet pictures, Preprocessing preprocessing, Labels labels)
    {
        string name = pictures.Name(change.Index);
        try
        {
            RgbImage picture = pictures.Load(change.Index);
            (int width, int height) = (preprocessing.Width, preprocessing.Height);
            BoxPlace place = new(preprocessing.Framing.Place(picture.Width, picture.Height, width, height), width, height);
            RgbImage small = Shrink(picture);
            EncodedPicture With(IEnumerable<Runtime.Detection> found) => EncodedPicture.Of(BoxDrawing.Draw(small, [.. found.Select(each => Named(each, place, labels))]));
            return new(change, name, With(change.Float), With(change.Quantized));
        }
        catch (Exception exception) when (exception is ImageException or IOException or UnauthorizedAccessException)
        {
            return new(change, name, null, null);
        }
    }

    private static RgbImage Shrink(RgbImage picture)
    {
        double factor = Math.Min(1, (double)Side / Math.Max(picture.Width, picture.Height));
        return Resampler.Resize(picture, Math.Max(1, (int)Math.Round(picture.Width * factor)), Math.Max(1, (int)Math.Round(picture.Height * factor)));
    }

    private static DetectedBox Named(Runtime.Detection found, BoxPlace place, Labels labels)
    {
        return new(
            found.Category, labels[found.Category], found.Score, place.X(found.Left), place.Y(found.Top), place.X(found.Right), place.Y(found.Bottom));
    }
}
