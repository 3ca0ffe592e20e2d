using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Classification;

/// <summary>How a picture becomes the model's input: from options, else from the model's metadata, else from its input's shape and quantization.</summary>
internal sealed class Preprocessing
{
    /// <summary>The usual share of the resized picture that the crop keeps: 224 of 256.</summary>
    private const double UsualCropShare = 0.875;

    private readonly Framing _framing;
    private readonly PixelQuantizer _quantizer;

    private Preprocessing(Framing framing, PixelQuantizer quantizer, int width, int height, string description)
    {
        _framing = framing;
        _quantizer = quantizer;
        Width = width;
        Height = height;
        Description = description;
    }

    /// <summary>Pixels of a row of the model's input.</summary>
    public int Width { get; }

    /// <summary>Rows of the model's input.</summary>
    public int Height { get; }

    /// <summary>What was chosen and where it comes from, for people.</summary>
    public string Description { get; }

    /// <summary>Decides how pictures are prepared for a model.</summary>
    /// <exception cref="UnsupportedModelException">The model's input is not a picture.</exception>
    /// <exception cref="UsageException">The framing does not suit the model's size.</exception>
    public static Preprocessing For(Model model, Framing? framing, Normalization? normalization)
    {
        Tensor input = model.Inputs[0];
        (int height, int width, int channels, PixelLayout layout) = PictureShape(model);
        (Normalization chosen, string source) = ChooseNormalization(normalization, model.Metadata, input);
        framing ??= Framing.CentreCrop(
            model.Metadata.ResizeShorterSideTo is { } side && side >= Math.Max(width, height)
                ? side
                : (int)Math.Round(Math.Max(width, height) / UsualCropShare));
        if (framing.Kind == FramingKind.CentreCrop && framing.ShorterSide < Math.Max(width, height))
        {
            throw new UsageException($"{framing} leaves too little for a model of {width}×{height}");
        }

        PixelQuantizer quantizer = new(chosen, input.Type, input.Quantization?.Scale ?? 1, input.Quantization?.ZeroPoint ?? 0, channels, layout);
        return new Preprocessing(
            framing, quantizer, width, height, $"{framing} to {width}×{height}, mean {Numbers(chosen.Mean)}, std {Numbers(chosen.Std)} from {source}");
    }

    /// <summary>Fills the model's input from a picture.</summary>
    public void Apply(RgbImage picture, Span<byte> input) => _quantizer.Write(_framing.Apply(picture, Width, Height), input);

    private static (int Height, int Width, int Channels, PixelLayout Layout) PictureShape(Model model)
    {
        if (model.Inputs is not [{ Shape.Rank: 4, Type: ElementType.Int8 or ElementType.UInt8 or ElementType.Float32 } input])
        {
            throw new UnsupportedModelException("the model", "classify needs one input of 4 dimensions and int8, uint8 or float32 elements");
        }

        Shape shape = input.Shape;
        return (shape[0], shape[3], shape[1]) switch
        {
            (1, 1 or 3, _) => (shape[1], shape[2], shape[3], PixelLayout.Nhwc),
            (1, _, 1 or 3) => (shape[2], shape[3], shape[1], PixelLayout.Nchw),
            _ => throw new UnsupportedModelException(input.ToString(), "classify needs one picture of 1 or 3 channels"),
        };
    }

    private static (Normalization Normalization, string Source) ChooseNormalization(
        Normalization? option, ModelMetadata metadata, Tensor input)
    {
        if (option is not null)
        {
            return (option, "the options");
        }

        if (FromMetadata(metadata) is { } own)
        {
            return (own, metadata.Source ?? "the model");
        }

        return input.Quantization is { } quantization && input.Type.IsQuantized8
            ? (Normalization.Guess(quantization, input.Type), "the range of the input's quantization")
            : (Normalization.MinusOneToOne, "default");
    }

    private static string Numbers(RgbValues values) => values.R == values.G && values.G == values.B ? $"{values.R}" : $"{values.R} {values.G} {values.B}";

    private static Normalization? FromMetadata(ModelMetadata metadata)
    {
        try
        {
            return (metadata.Mean, metadata.StandardDeviation) switch
            {
                ([float mean], [float std]) => new Normalization(mean, std),
                ([float r, float g, float b], [float sr, float sg, float sb]) => new Normalization(new RgbValues(r, g, b), new RgbValues(sr, sg, sb)),
                _ => null,
            };
        }
        catch (ArgumentException)
        {
            // Numbers that normalise nothing, such as a deviation of 0, are as good as none.
            return null;
        }
    }
}
