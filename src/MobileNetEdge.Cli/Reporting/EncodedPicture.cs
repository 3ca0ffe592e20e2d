using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>A picture as it stands in a page.</summary>
/// <param name="MediaType">What the bytes are.</param>
/// <param name="Bytes">A whole file.</param>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
internal sealed record EncodedPicture(string MediaType, byte[] Bytes, int Width, int Height)
{
    private const int Quality = 80;

    /// <summary>The picture as an address that holds it.</summary>
    public string Address => $"data:{MediaType};base64,{Convert.ToBase64String(Bytes)}";

    /// <summary>Encodes a picture: as JPEG, or as PNG where libturbojpeg is not installed.</summary>
    public static EncodedPicture Of(RgbImage picture)
    {
        try
        {
            using JpegEncoder encoder = new();
            return new("image/jpeg", encoder.Encode(picture, Quality).ToArray(), picture.Width, picture.Height);
        }
        catch (MissingCodecException)
        {
            return new("image/png", PngEncoder.Encode(picture), picture.Width, picture.Height);
        }
    }
}
