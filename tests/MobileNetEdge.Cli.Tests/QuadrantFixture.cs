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
        File.WriteAllBytes(Segmenter, SegmenterModel().ToFile().ToArray());
        Picture = Path.Combine(Folder, "picture.ppm");
        WritePicture(Picture, (x, y) => y < Side ? x < Side ? Red : Grey : x < Side ? Grey : Blue);
    }

    public string Folder { get; }

    public string Detector => Path.Combine(Folder, "detector.tflite");

    public string Segmenter => Path.Combine(Folder, "segmenter.tflite");

    /// <summary>Red above on the left, blue below on the right, 16×16.</summary>
    public string Picture { get; }

    private static (byte, byte, byte) Red => (250, 0, 0);

    private static (byte, byte, byte) Blue => (0, 0, 240);

    private static (byte, byte, byte) Grey => (60, 60, 60);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void WritePicture(string path, Func<int, int, (byte R, byte G, byte B)> colour)
    {
        List<byte> pixels = [.. Encoding.ASCII.GetBytes($"P6 {2 * Side} {2 * Side} 255\n")];
        for (int i = 0; i < 4 * Side * Side; i++)
        {
            (byte r, byte g, byte b) = colour(i % (2 * Side), i / (2 * Side));
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
        float[] anchors = [0.25f, 0.25f, 0.5f, 0.5f, 0.25f, 0.75f, 0.5f, 0.5f, 0.75f, 0.25f, 0.5f, 0.5f, 0.75f, 0.75f, 0.5f, 0.5f];
        Tensor realBoxes = Real("real boxes", 1, 4, 4);
        Tensor realLogits = Real("real logits", 1, 4, 3);
        Tensor realScores = Real("real scores", 1, 4, 3);
        DetectionPostProcess end = new(
            realBoxes, realScores, new Tensor("anchors", ElementType.Float32, new Shape(4, 4), data: Bytes(anchors)),
            Real("found", 1, 5, 4), Real("classes", 1, 5), Real("best", 1, 5), Real("count", 1),
            new DetectionOptions { ClassCount = 2, MaxDetections = 5, SuppressesPerClass = true, ScoreThreshold = 0.1f, OverlapThreshold = 0.5f });
        return ModelOf(
            image, [.. end.Outputs],
            new Pool2D(PoolFunction.Average, image, means, 4, 4, 4, 4, Padding.Valid, FusedActivation.None),
            Pointwise(means, logits, Colours), new Reshape(logits, scores), new Conversion(scores, realLogits), new Softmax(realLogits, realScores, 1),
            Pointwise(means, codes, new sbyte[12]), new Reshape(codes, boxes), new Conversion(boxes, realBoxes), end);
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

    private static Tensor Image() => Values("image", 1, Side, Side, 3);

    private static Tensor Values(string name, params int[] shape) => new(name, ElementType.Int8, new Shape(shape), new QuantizationParameters(1, 0));

    private static Tensor Real(string name, params int[] shape) => new(name, ElementType.Float32, new Shape(shape));

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged
    {
        return MemoryMarshal.AsBytes<T>(values).ToArray();
    }
}
