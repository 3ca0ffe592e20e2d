using MobileNetEdge.Imaging;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Quantizer.Tests.Evaluation;

/// <summary>Networks of one MEAN: a picture's mean red, green and blue, less 128, are the values of three classes.</summary>
internal static class ColourNetworks
{
    /// <summary>Pixels less 128: what int8 elements of scale 1 and zero point 0 hold exactly.</summary>
    public static ComparisonOptions Options { get; } = new() { Framing = Framing.Stretch, Normalization = new Normalization(128, 1), Threads = 1 };

    public static FloatProgram Float(int side = 8, bool softmax = false) => new(Create(ElementType.Float32, null, side, softmax));

    /// <summary>The mean rounded to a whole number, so that means that lie close together become equal.</summary>
    public static PreparedModel Quantized(int side = 8, float scale = 1)
    {
        return PreparedModel.Prepare(Create(ElementType.Int8, new QuantizationParameters(scale, 0), side, softmax: false));
    }

    /// <summary>A grey picture's 7 × 143 pixels, less 128, as the values of 1,001 classes.</summary>
    public static Model Pixels(ElementType type)
    {
        QuantizationParameters? quantization = type == ElementType.Int8 ? new(1, 0) : null;
        Tensor input = new("input", type, new Shape(1, 7, 143, 1), quantization);
        Tensor output = new("output", type, new Shape(1, 1001), quantization);
        return new Model([input, output], [new Reshape(input, output)], [input], [output]);
    }

    private static Model Create(ElementType type, QuantizationParameters? quantization, int side, bool softmax)
    {
        Tensor input = new("input", type, new Shape(1, side, side, 3), quantization);
        Tensor mean = new("mean", type, new Shape(1, 3), quantization);
        Tensor output = new("output", type, new Shape(1, 3), quantization);
        Mean step = new(input, mean, [1, 2], KeepDimensions: false);
        return softmax
            ? new Model([input, mean, output], [step, new Softmax(mean, output, 1)], [input], [output])
            : new Model([input, mean], [step], [input], [mean]);
    }
}
