using MobileNetEdge.Imaging;

namespace MobileNetEdge.Quantizer;

/// <summary>How a network takes one picture.</summary>
/// <param name="Tensor">The input.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Layout">The order of its elements.</param>
public sealed record PictureInput(Tensor Tensor, int Height, int Width, int Channels, PixelLayout Layout)
{
    /// <summary>Reads it from a network's input.</summary>
    /// <exception cref="UnsupportedModelException">The network takes something else than one picture.</exception>
    public static PictureInput Of(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Inputs is not [{ Shape.Rank: 4, Type: ElementType.Int8 or ElementType.UInt8 or ElementType.Float32 } input])
        {
            throw new UnsupportedModelException("the model", "a picture needs one input of 4 dimensions and int8, uint8 or float32 elements");
        }

        Shape shape = input.Shape;
        return (shape[0], shape[3], shape[1]) switch
        {
            (1, 1 or 3, _) => new PictureInput(input, shape[1], shape[2], shape[3], PixelLayout.Nhwc),
            (1, _, 1 or 3) => new PictureInput(input, shape[2], shape[3], shape[1], PixelLayout.Nchw),
            _ => throw new UnsupportedModelException(input.ToString(), "a picture has 1 or 3 channels, and there must be one of them"),
        };
    }

    /// <summary>What writes frames of this size into the input.</summary>
    public PixelQuantizer CreateQuantizer(Normalization normalization)
    {
        return new(normalization, Tensor.Type, Tensor.Quantization?.Scale ?? 1, Tensor.Quantization?.ZeroPoint ?? 0, Channels, Layout);
    }
}
