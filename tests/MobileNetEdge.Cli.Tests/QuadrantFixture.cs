using System.Runtime.InteropServices;
using System.Text;

namespace MobileNetEdge.Cli.Tests;

/// <summary>
/// A detector and a segmenter with known weights: a class is a colour, its logit the channel's value less 128; the background's is 0. The detector
/// has an anchor for each quarter of the picture.
/// </summary>
public sealed class QuadrantFixture : IDisposable
{
    private const int Side = 8;

    public QuadrantFixture()
    {
        Folder = Directory.CreateTempSubdirectory("mobilenet-edge").FullName;
        File.WriteAllBytes(Detector, DetectorModel().ToFile().ToArray());
        File.WriteAllBytes(FloatDetector, FloatDetectorModel(blueBias: 0).ToFile().ToArray());
        File.WriteAllBytes(RedDetector, FloatDetectorModel(blueBias: -1000).ToFile().ToArray());
        File.WriteAllBytes(Segmenter, SegmenterModel().ToFile().ToArray());
        Picture = Path.Combine(Folder, "picture.ppm");
        WriteQuarters(Picture, 2 * Side, 2 * Side, Red, Grey, Grey, Blue);
    }

    public string Folder { get; }

    public string Detector => Path.Combine(Folder, "detector.tflite");

    /// <summary>The same in float.</summary>
    public string FloatDetector => Path.Combine(Folder, "detector_float.tflite");

    /// <summary>The same in float, but blind to blue.</summary>
    public string RedDetector => Path.Combine(Folder, "red_float.tflite");

    public string Segmenter => Path.Combine(Folder, "segmenter.tflite");

    /// <summary>Red above on the left, blue below on the right, 16×16.</summary>
    public string Picture { get; }

    internal static (byte, byte, byte) Red => (250, 0, 0);

    internal static (byte, byte, byte) Blue => (0, 0, 240);

    internal static (byte, byte, byte) Grey => (60, 60, 60);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Writes a picture whose quarters have a colour each.</summary>
    internal static void WriteQuarters(
        string path,
        int width,
        int height,
        (byte R, byte G, byte B) leftAbove,
        (byte R, byte G, byte B) rightAbove,
        (byte R, byte G, byte B) leftBelow,
        (byte R, byte G, byte B) rightBelow)
    {
        List<byte> pixels = [.. Encoding.ASCII.GetBytes($"P6 {width} {height} 255\n")];
        for (int i = 0; i < width * height; i++)
        {
            (bool isRight, bool isBelow) = (i % width * 2 >= width, i / width * 2 >= height);
            (byte r, byte g, byte b) = isBelow ? isRight ? rightBelow : leftBelow : isRight ? rightAbove : leftAbove;
            pixels.AddRange([r, g, b]);
        }

        File.WriteAllBytes(path, [.. pixels]);
    }

    private static Model DetectorModel()
    {
        Tensor image = Image();
        Tensor means = Values("means", 1, 2, 2, 3);
        Tensor logits = Values("logits", 1, 2, 2, 3);
        Tensor codes = Values("codes", 1, 2, 2, 4);
        Tensor scores = Values("scores", 1, 4, 3);
        Tensor boxes = Values("boxes", 1, 4, 4);
        Tensor realBoxes = Real("real boxes", 1, 4, 4);
        Tensor realLogits = Real("real logits", 1, 4, 3);
        Tensor realScores = Real("real scores", 1, 4, 3);
        DetectionPostProcess end = End(realBoxes, realScores);
        return ModelOf(
            image, [.. end.Outputs],
            new Pool2D(PoolFunction.Average, image, means, 4, 4, 4, 4, Padding.Valid, FusedActivation.None),
            Pointwise(means, logits, Colours), new Reshape(logits, scores), new Conversion(scores, realLogits), new Softmax(realLogits, realScores, 1),
            Pointwise(means, codes, new sbyte[12]), new Reshape(codes, boxes), new Conversion(boxes, realBoxes), end);
    }

    private static Model FloatDetectorModel(float blueBias)
    {
        Tensor image = Real("image", 1, Side, Side, 3);
        Tensor means = Real("means", 1, 2, 2, 3);
        Tensor logits = Real("logits", 1, 2, 2, 3);
        Tensor codes = Real("codes", 1, 2, 2, 4);
        Tensor rows = Real("rows", 1, 4, 3);
        Tensor scores = Real("scores", 1, 4, 3);
        Tensor boxes = Real("boxes", 1, 4, 4);
        DetectionPostProcess end = End(boxes, scores);
        return ModelOf(
            image, [.. end.Outputs],
            new Pool2D(PoolFunction.Average, image, means, 4, 4, 4, 4, Padding.Valid, FusedActivation.None),
            RealPointwise(means, logits, Colours, 0, 0, blueBias), new Reshape(logits, rows), new Softmax(rows, scores, 1),
            RealPointwise(means, codes, new sbyte[12], new float[4]), new Reshape(codes, boxes), end);
    }

    private static DetectionPostProcess End(Tensor boxes, Tensor scores)
    {
        float[] anchors = [0.25f, 0.25f, 0.5f, 0.5f, 0.25f, 0.75f, 0.5f, 0.5f, 0.75f, 0.25f, 0.5f, 0.5f, 0.75f, 0.75f, 0.5f, 0.5f];
        return new(
            boxes, scores, new Tensor("anchors", ElementType.Float32, new Shape(4, 4), data: Bytes(anchors)),
            Real("found", 1, 5, 4), Real("classes", 1, 5), Real("best", 1, 5), Real("count", 1),
            new DetectionOptions { ClassCount = 2, MaxDetections = 5, SuppressesPerClass = true, ScoreThreshold = 0.1f, OverlapThreshold = 0.5f });
    }

    private static Model SegmenterModel()
    {
        Tensor image = Image();
        Tensor logits = Values("logits", 1, Side, Side, 3);
        Tensor mask = Values("mask", 1, 2 * Side, 2 * Side, 3);
        return ModelOf(
            image, [mask], Pointwise(image, logits, Colours), new Resize(ResizeFunction.Bilinear, logits, mask, AlignCorners: false, HalfPixelCenters: true));
    }

    /// <summary>Nothing, red, blue.</summary>
    private static sbyte[] Colours => [0, 0, 0, 127, 0, 0, 0, 0, 127];

    private static Model ModelOf(Tensor input, Tensor[] outputs, params Operator[] steps)
    {
        Tensor[] all = [.. steps.SelectMany(step => step.Inputs.Concat(step.Outputs)).Append(input).Distinct()];
        ModelMetadata metadata = new() { Labels = outputs.Length == 1 ? ["nothing", "red", "blue"] : ["red", "blue"], Mean = [128], StandardDeviation = [1] };
        return new Model([.. all], [.. steps], [input], [.. outputs], metadata);
    }

    private static Conv2D Pointwise(Tensor input, Tensor output, sbyte[] weights)
    {
        int outputs = weights.Length / 3;
        Tensor filters = new("weights", ElementType.Int8, new Shape(outputs, 1, 1, 3), new QuantizationParameters(1f / 127, 0), Bytes(weights));
        return new Conv2D(input, filters, null, output, new(1), new(1), Padding.Valid, FusedActivation.None);
    }

    /// <summary>The same on reals: weights in units of 1 / 127.</summary>
    private static Conv2D RealPointwise(Tensor input, Tensor output, sbyte[] weights, params float[] biases)
    {
        float[] reals = [.. weights.Select(weight => weight / 127f)];
        int outputs = weights.Length / 3;
        Tensor filters = new("weights", ElementType.Float32, new Shape(outputs, 1, 1, 3), data: Bytes(reals));
        Tensor bias = new("bias", ElementType.Float32, new Shape(outputs), data: Bytes(biases));
        return new Conv2D(input, filters, bias, output, new(1), new(1), Padding.Valid, FusedActivation.None);
    }

    private static Tensor Image() => Values("image", 1, Side, Side, 3);

    private static Tensor Values(string name, params int[] shape) => new(name, ElementType.Int8, new Shape(shape), new QuantizationParameters(1, 0));

    private static Tensor Real(string name, params int[] shape) => new(name, ElementType.Float32, new Shape(shape));

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged
    {
        return MemoryMarshal.AsBytes<T>(values).ToArray();
    }
}
