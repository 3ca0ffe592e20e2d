using System.Collections.Immutable;
using MobileNetEdge.Imaging;
using MobileNetEdge.Runtime;
using MobileNetEdge.Tests;

namespace MobileNetEdge.Quantizer.Tests.Detection;

/// <summary>From float detectors to int8 ones with their post-processing.</summary>
public sealed class DetectorNetworkTests
{
    private static readonly Normalization Pixels = new(127, 128);

    [Fact]
    public void Boxes_change_their_order_and_nothing_else_does()
    {
        SharedData.SkipIfAbsent();
        using Model network = OnnxImporter.Import(SharedData.Path("detection", "ultralight_face_slim_320.onnx"));
        Model body = DetectorNetwork.Of(network, BoxOrder.HorizontalFirst).Body;
        using FloatExecutor before = new(network);
        using FloatExecutor after = new(body);
        Random random = new(5);
        foreach (ref float pixel in before.Input())
        {
            pixel = random.NextSingle() * 2 - 1;
        }

        before.Input().CopyTo(after.Input());
        before.Run();
        after.Run();

        int boxes = network.Outputs[0].Name == "boxes" ? 0 : 1;
        for (int i = 0; i < after.Output(0).Length; i++)
        {
            Assert.Equal(before.Output(boxes)[i ^ 1], after.Output(0)[i], 1e-4);
        }
    }

    [Fact]
    public void Softmax_becomes_part_of_the_end()
    {
        SharedData.SkipIfAbsent();
        using Model network = OnnxImporter.Import(SharedData.Path("detection", "ultralight_face_slim_320.onnx"));
        DetectorNetwork detector = DetectorNetwork.Of(network, BoxOrder.HorizontalFirst);

        Assert.False(detector.HasIndependentScores);
        Assert.DoesNotContain(detector.Body.Operators, step => step is Softmax);
    }

    [Fact]
    public void Network_without_boxes_is_unsupported()
    {
        using Model network = MobileNets.Create("mobilenet_v2", new() { Width = 0.1, Resolution = 32, Classes = 3 });
        Assert.Throws<UnsupportedModelException>(() => DetectorNetwork.Of(network, BoxOrder.HorizontalFirst));
    }

    [Fact]
    public void Float_ssdlite_has_the_recorded_precision_and_int8_is_close()
    {
        SharedData.SkipIfAbsent();
        using Model network = OnnxImporter.Import(SharedData.Path("detection", "ssdlite_mobilenet_v2_voc_300.onnx"));
        DetectorNetwork detector = DetectorNetwork.Of(network, BoxOrder.HorizontalFirst);
        using Model quantized = Quantize(detector, new DetectorOptions { Anchors = AnchorSets.Ssd300() });
        ImmutableArray<string> labels = [.. File.ReadLines(SharedData.Path("detection", "voc_labels.txt")).Where(line => line.Length > 0).Skip(1)];
        DetectionSet pictures = DetectionSet.Open(
            SharedData.Path("detection", "coco_val"), SharedData.Path("detection", "coco_val_boxes.csv"), new ClassNames(labels, 0, labels.Length));
        using PreparedModel prepared = PreparedModel.Prepare(quantized, new PrepareOptions { Threads = 1 });

        DetectionComparisonResult result = new DetectionComparison(
            detector, prepared, new ComparisonOptions { Framing = Framing.Stretch, Normalization = Pixels }).Run(pictures);

        Assert.Equal((52, 268, 0), (result.Pictures, result.Boxes, result.Broken.Length));
        Assert.Equal(0.529, result.Float.Voc50, 0.005);
        Assert.True(result.Quantized.Voc50 > result.Float.Voc50 - 0.03, $"int8 {result.Quantized.Voc50}, float {result.Float.Voc50}");
    }

    [Fact]
    public void Int8_face_detector_finds_the_faces_of_the_float_one()
    {
        SharedData.SkipIfAbsent();
        using Model network = OnnxImporter.Import(SharedData.Path("detection", "ultralight_face_slim_320.onnx"));
        DetectorNetwork detector = DetectorNetwork.Of(network, BoxOrder.HorizontalFirst);
        using Model quantized = Quantize(detector, DetectorPresets.Find("ultra-face", 240, 320) with { ScoreThreshold = 0.7f });
        using PreparedModel prepared = PreparedModel.Prepare(quantized);
        using Interpreter interpreter = prepared.CreateInterpreter();
        DetectionOutput output = new(quantized);
        foreach ((string file, int least) in new[] { ("face_1.jpg", 40), ("face_2.jpg", 4) })
        {
            RgbImage frame = Framing.Stretch.Apply(ImageFile.Load(SharedData.Path("detection", file)), 320, 240);
            PictureInput.Of(quantized).CreateQuantizer(Pixels).Write(frame, interpreter.InputBytes());
            interpreter.Invoke();
            int count = output.Read(interpreter, new Runtime.Detection[output.MaxDetections]);
            Assert.InRange(count, least, least + 15);
        }
    }

    [Fact]
    public void Own_post_processing_is_kept()
    {
        using Model complete = SmallDetector();
        DetectorNetwork detector = DetectorNetwork.Of(complete, BoxOrder.HorizontalFirst);

        Assert.NotNull(detector.End);
        Assert.True(detector.HasIndependentScores);
        Assert.Equal(["boxes", "scores"], detector.Body.Outputs.Select(tensor => tensor.Name));
    }

    [Fact]
    public void Thresholds_can_be_changed()
    {
        using Model model = SmallDetector();
        Model changed = DetectorTail.With(model, options => options with { ScoreThreshold = 0.9f });

        Assert.Equal(0.9f, new DetectionOutput(changed).End.Options.ScoreThreshold);
        Assert.NotEqual(0.9f, new DetectionOutput(model).End.Options.ScoreThreshold);
    }

    /// <summary>A float network with its post-processing, as TensorFlow's converter writes them.</summary>
    private static Model SmallDetector()
    {
        Model network = SpatialNetworks.Create("ssdlite_mobilenet_v2", new() { Width = 0.1, Resolution = 64, Classes = 2 });
        DetectorNetwork detector = DetectorNetwork.Of(network, BoxOrder.VerticalFirst);
        return DetectorTail.Append(detector.Body, detector, DetectorPresets.Find("tensorflow-ssd", 64, 64));
    }

    private static Model Quantize(DetectorNetwork detector, DetectorOptions options)
    {
        PictureSet pictures = PictureSet.Open(SharedData.Path("images", "calib"), 24);
        PictureInputs inputs = new(pictures, Framing.Stretch, Pixels, PictureInput.Of(detector.Body));
        QuantizerOptions quantizer = QuantizerOptions.Default with
        {
            SearchInputs = 0,
            CompensateRounding = false,
            CorrectBiases = false,
            Ranges = RangeMethod.MinMax,
            OutputMargins = [0, 0.5],
            InputRange = new ValueRange((float)Pixels.Lowest, (float)Pixels.Highest),
        };
        return DetectorTail.Append(ModelQuantizer.Quantize(detector.Body, inputs, ModelMetadata.Empty, quantizer).Model, detector, options);
    }
}
