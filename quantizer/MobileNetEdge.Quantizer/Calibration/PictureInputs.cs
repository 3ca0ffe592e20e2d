using System.Runtime.InteropServices;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Quantizer;

/// <summary>Pictures as calibration inputs, prepared as the int8 model will prepare them.</summary>
/// <param name="pictures">The pictures.</param>
/// <param name="framing">From any size to the network's.</param>
/// <param name="normalization">From pixels to reals.</param>
/// <param name="input">The float network's input.</param>
public sealed class PictureInputs(PictureSet pictures, Framing framing, Normalization normalization, PictureInput input) : CalibrationInputs
{
    private readonly PixelQuantizer _quantizer = input.CreateQuantizer(normalization);

    /// <inheritdoc/>
    public override int Count => pictures.Count;

    /// <inheritdoc/>
    public override string? Fill(int index, Span<float> destination)
    {
        try
        {
            _quantizer.Write(framing.Apply(pictures.Load(index), input.Width, input.Height), MemoryMarshal.AsBytes(destination));
            return null;
        }
        catch (Exception exception) when (exception is ImageException or IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}
