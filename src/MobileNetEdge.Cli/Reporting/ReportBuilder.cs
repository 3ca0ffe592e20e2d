using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Imaging;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>Gathers what the page shows beside the figures: thumbnails, and a look at the layers.</summary>
internal static class ReportBuilder
{
    /// <summary>Pixels of a thumbnail's longer side.</summary>
    private const int ThumbnailSide = 96;

    /// <summary>Pictures on which the layers are looked at.</summary>
    private const int LayerPictures = 16;

    /// <param name="comparison">The figures.</param>
    /// <param name="network">The float network.</param>
    /// <param name="model">The int8 model.</param>
    /// <param name="pictures">The set.</param>
    /// <param name="options">How pictures get in.</param>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static ReportData Build(
        ComparisonReport comparison,
        Model network,
        Model model,
        PictureSet pictures,
        ComparisonOptions options,
        Labels labels,
        CancellationToken cancellationToken)
    {
        using LayerProfiler profiler = new(network, model, options);
        return new ReportData
        {
            Comparison = comparison,
            Labels = labels,
            FloatBytes = new FileInfo(comparison.FloatFile).Length,
            QuantizedBytes = new FileInfo(comparison.QuantizedFile).Length,
            Flipped = [.. comparison.Result.Details.Flips.Select(flip =>
                new FlippedPicture(flip, pictures.Name(flip.Index), Thumbnail(pictures, flip.Index, model, options.Framing)))],
            Profiles = profiler.Run(pictures, LayerPictures, cancellationToken),
        };
    }

    /// <summary>What the networks saw of a picture; null where it cannot be read.</summary>
    private static RgbImage? Thumbnail(PictureSet pictures, int index, Model model, Framing framing)
    {
        try
        {
            PictureInput input = PictureInput.Of(model);
            RgbImage frame = framing.Apply(pictures.Load(index), input.Width, input.Height);
            double factor = Math.Min(1, (double)ThumbnailSide / Math.Max(frame.Width, frame.Height));
            return Resampler.Resize(
                frame, Math.Max(1, (int)Math.Round(frame.Width * factor)), Math.Max(1, (int)Math.Round(frame.Height * factor)));
        }
        catch (Exception exception) when (exception is ImageException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
