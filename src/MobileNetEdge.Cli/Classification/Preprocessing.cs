using MobileNetEdge.Imaging;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Classification;

/// <summary>How a picture becomes the model's input: from options, else from the model's metadata, else from its input's shape and quantization.</summary>
internal sealed class Preprocessing
{
    /// <summary>The usual share of the resized picture that the crop keeps: 224 of 256.</summary>
    private const double UsualCropShare = 0.875;

    private readonly PictureInput _input;
    private readonly PixelQuantizer _quantizer;

    private Preprocessing(Framing framing, Normalization normalization, PictureInput input, string description)
    {
        _input = input;
        _quantizer = input.CreateQuantizer(normalization);
        Framing = framing;
        Normalization = normalization;
        Description = description;
    }

    /// <summary>How a picture is brought to the model's size.</summary>
    public Framing Framing { get; }

    /// <summary>How pixels become reals.</summary>
    public Normalization Normalization { get; }

    /// <summary>Pixels of a row of the model's input.</summary>
    public int Width => _input.Width;

    /// <summary>Rows of the model's input.</summary>
    public int Height => _input.Height;

    /// <summary>What was chosen and where it comes from, for people.</summary>
    public string Description { get; }

    /// <summary>Decides how pictures are prepared for a model.</summary>
    /// <exception cref="UnsupportedModelException">The model's input is not a picture.</exception>
    /// <exception cref="UsageException">The framing does not suit the model's size.</exception>
    public static Preprocessing For(Model model, Framing? framing, Normalization? normalization)
    {
        PictureInput input = PictureInput.Of(model);
        (int width, int height) = (input.Width, input.Height);
        (Normalization chosen, string source) = ChooseNormalization(normalization, model.Metadata, input.Tensor);
        framing ??= Framing.CentreCrop(
            model.Metadata.ResizeShorterSideTo is { } side && side >= Math.Max(width, height)
                ? side
                : (int)Math.Round(Math.Max(width, height) / UsualCropShare));
        if (framing.Kind == FramingKind.CentreCrop && framing.ShorterSide < Math.Max(width, height))
        {
            throw new UsageException($"{framing} leaves too little for a model of {width}×{height}");
        }

        string description = $"{framing} to {width}×{height}, mean {Numbers(chosen.Mean)}, std {Numbers(chosen.Std)} from {source}";
        return new Preprocessing(framing, chosen, input, description);
    }

    /// <summary>Fills the model's input from a picture.</summary>
    public void Apply(RgbImage picture, Span<byte> input) => _quantizer.Write(Framing.Apply(picture, Width, Height), input);

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

    /// <summary>As many digits as metadata have, which hold floats.</summary>
    private static string Numbers(RgbValues values)
    {
        (float r, float g, float b) = ((float)values.R, (float)values.G, (float)values.B);
        return r == g && g == b ? $"{r}" : $"{r} {g} {b}";
    }

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
