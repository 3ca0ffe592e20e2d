using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Detection;

/// <summary>From shares of a detector's frame to shares of the picture, of which a crop or a letterbox shows another part; cut at the picture's sides.</summary>
/// <param name="place">Where the picture lies in the frame.</param>
/// <param name="width">Pixels a row of the frame.</param>
/// <param name="height">Its rows.</param>
internal readonly struct BoxPlace(FramePlacement place, int width, int height)
{
    /// <summary>A column.</summary>
    public double X(float share) => Math.Clamp(place.ToPicture(share * (double)width, 0).X, 0, 1);

    /// <summary>A row.</summary>
    public double Y(float share) => Math.Clamp(place.ToPicture(0, share * (double)height).Y, 0, 1);
}
