using System.Text;

namespace MobileNetEdge.Core.Tests;

/// <summary>The custom operator at the end of detectors, and the FlexBuffer that holds its options.</summary>
public sealed class DetectionPostProcessTests
{
    private const int FuzzCases = 3000;

    [Fact]
    public void File_gives_back_what_was_written()
    {
        DetectionPostProcess written = Sample(new DetectionOptions
        {
            ClassCount = 20,
            MaxDetections = 7,
            DetectionsPerClass = 5,
            SuppressesPerClass = true,
            ScoreThreshold = 0.01f,
            OverlapThreshold = 0.45f,
            YScale = 10,
            XScale = 11,
            HeightScale = 5,
            WidthScale = 6,
        });
        using Model model = ModelOf(written);

        using Model read = Model.Read(model.ToFile());

        DetectionPostProcess found = Assert.IsType<DetectionPostProcess>(Assert.Single(read.Operators));
        Assert.Equal(written.Options, found.Options);
        Assert.Equal(written.Outputs.Select(output => output.Shape), found.Outputs.Select(output => output.Shape));
        Assert.Same(found, DetectionPostProcess.EndOf(read));
        Assert.True(model.ToFile().Span.SequenceEqual(read.ToFile().Span));
    }

    /// <summary>Keys and root 8 bits wide, an unsigned number, integers for floats, and no value for what has a default.</summary>
    [Fact]
    public void Options_of_another_writer_are_read()
    {
        TinyModel model = Detector(NarrowMap(
            ("max_detections", 3, 1), ("nms_iou_threshold", 0.5f, 3), ("nms_score_threshold", 0.25f, 3), ("num_classes", 2, 2),
            ("h_scale", 5f, 3), ("w_scale", 6f, 3), ("x_scale", 10, 1), ("y_scale", 11, 1)));

        using Model read = model.Read();

        DetectionOptions options = Assert.IsType<DetectionPostProcess>(Assert.Single(read.Operators)).Options;
        Assert.Equal((3, 2, 100, false), (options.MaxDetections, options.ClassCount, options.DetectionsPerClass, options.SuppressesPerClass));
        Assert.Equal((0.5f, 0.25f), (options.OverlapThreshold, options.ScoreThreshold));
        Assert.Equal((11f, 10f, 5f, 6f), (options.YScale, options.XScale, options.HeightScale, options.WidthScale));
    }

    [Theory]
    [InlineData("num_classes", "num_classez", "found nothing for 'num_classes'")]
    [InlineData("nms_iou_threshold", "nms_iou_thresholt", "found nothing for 'nms_iou_threshold'")]
    [InlineData("x_scale", "x_skale", "found nothing for 'x_scale'")]
    public void Missing_option_is_invalid(string key, string changed, string message)
    {
        using Model model = ModelOf(Sample());
        byte[] file = model.ToFile().ToArray();
        int place = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(key + "\0"));
        Encoding.ASCII.GetBytes(changed).CopyTo(file, place);

        Refusal.Invalid(file, message);
    }

    [Theory]
    [InlineData(0, "expected 1 to 65536")]
    [InlineData(-1, "expected 1 to 65536")]
    [InlineData(int.MaxValue, "expected 1 to 65536")]
    public void Count_out_of_range_is_invalid(int classes, string message)
    {
        using Model model = ModelOf(Sample() with { Options = Sample().Options with { ClassCount = classes } });
        Refusal.Invalid(model.ToFile().ToArray(), message);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1.5f)]
    [InlineData(float.NaN)]
    public void Overlap_out_of_range_is_invalid(float overlap)
    {
        using Model model = ModelOf(Sample() with { Options = Sample().Options with { OverlapThreshold = overlap } });
        Refusal.Invalid(model.ToFile().ToArray(), "'nms_iou_threshold', which is out of range");
    }

    [Fact]
    public void Open_shapes_of_results_are_filled_in()
    {
        DetectionPostProcess sample = Sample();
        DetectionPostProcess open = sample with
        {
            DetectedBoxes = new Tensor("b", ElementType.Float32, Shape.Scalar),
            DetectedCount = new Tensor("n", ElementType.Float32, Shape.Scalar),
        };
        using Model read = Model.Read(ModelOf(open).ToFile());

        Assert.Equal(sample.DetectedBoxes.Shape, read.Outputs[0].Shape);
        Assert.Equal(new Shape(1), read.Outputs[3].Shape);
    }

    [Fact]
    public void Another_custom_operator_is_unknown()
    {
        using Model model = ModelOf(Sample());
        byte[] file = model.ToFile().ToArray();
        file[file.AsSpan().IndexOf("TFLite_Detection"u8)] = (byte)'X';

        using Model read = Model.Read(file);

        Assert.Equal("XFLite_Detection_PostProcess", Assert.IsType<UnknownOperator>(Assert.Single(read.Operators)).Name);
    }

    [Fact]
    public void Damaged_options_are_refused_or_read()
    {
        using Model model = ModelOf(Sample());
        byte[] sound = model.ToFile().ToArray();
        int start = sound.AsSpan().IndexOf("detections_per_class\0"u8);
        const int Length = 330;
        Random random = new(7);
        int refused = 0;
        for (int i = 0; i < FuzzCases; i++)
        {
            byte[] damaged = (byte[])sound.Clone();
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                damaged[start + random.Next(Length)] = random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => (byte)random.Next(256) };
            }

            try
            {
                Model.Read(damaged).Dispose();
            }
            catch (Exception exception) when (exception is InvalidModelException or UnsupportedModelException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, FuzzCases / 10, FuzzCases - 1);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0, 1 })]
    [InlineData(new byte[] { 0, 4, 1 })]
    [InlineData(new byte[] { 9, 36, 1 })]
    [InlineData(new byte[] { 0, 36, 3 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 39, 8 })]
    public void What_is_no_map_is_invalid(byte[] options) => Refusal.Invalid(Detector(options), "custom options");

    /// <summary>9 times the count is 2 after it wraps around 2^64: values and types would seem to fit.</summary>
    [Fact]
    public void Count_that_wraps_around_is_invalid()
    {
        byte[] options = new byte[64];
        BitConverter.GetBytes(0x1C71C71C71C71C72L).CopyTo(options, 40);
        BitConverter.GetBytes(1L).CopyTo(options, 32);
        (options[61], options[62], options[63]) = (13, (9 << 2) | 3, 1);
        Refusal.Invalid(Detector(options), "found 2049638230412172402 values");
    }

    /// <summary>Floats take 32 bits in the map, integers too; a key's offset takes 8.</summary>
    private static byte[] NarrowMap(params (string Key, float Value, int Type)[] values)
    {
        values = [.. values.OrderBy(value => value.Key, StringComparer.Ordinal)];
        List<byte> bytes = [];
        int[] keys = new int[values.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = bytes.Count;
            bytes.AddRange(Encoding.ASCII.GetBytes(values[i].Key + "\0"));
        }

        bytes.Add((byte)keys.Length);
        int vector = bytes.Count;
        Array.ForEach(keys, key => bytes.Add((byte)(bytes.Count - key)));
        bytes.AddRange(BitConverter.GetBytes(bytes.Count - vector));
        bytes.AddRange(BitConverter.GetBytes(1));
        bytes.AddRange(BitConverter.GetBytes(keys.Length));
        int map = bytes.Count;
        foreach ((_, float value, int type) in values)
        {
            bytes.AddRange(type == 3 ? BitConverter.GetBytes(value) : BitConverter.GetBytes((int)value));
        }

        bytes.AddRange(values.Select(value => (byte)((value.Type << 2) | 2)));
        bytes.Add((byte)(bytes.Count - map));
        bytes.AddRange([(9 << 2) | 2, 1]);
        return [.. bytes];
    }

    private static TinyModel Detector(byte[] options)
    {
        TinyModel model = new();
        int boxes = model.AddTensor("boxes", TinyModel.Float32, [1, 5, 4]);
        int scores = model.AddTensor("scores", TinyModel.Float32, [1, 5, 3]);
        int anchors = model.AddTensor("anchors", TinyModel.Float32, [5, 4], new byte[80]);
        int[] outputs =
        [
            model.AddTensor("found", TinyModel.Float32, [1, 3, 4]), model.AddTensor("classes", TinyModel.Float32, [1, 3]),
            model.AddTensor("best", TinyModel.Float32, [1, 3]), model.AddTensor("count", TinyModel.Float32, [1]),
        ];
        model.AddOperator(32, [boxes, scores, anchors], outputs).Set(5, options);
        model.Codes[0].Set(1, DetectionPostProcess.CustomName);
        return model.WithEnds([boxes, scores], outputs);
    }

    private static DetectionPostProcess Sample(DetectionOptions? options = null)
    {
        options ??= new DetectionOptions { ClassCount = 2, MaxDetections = 4, ScoreThreshold = 0.5f, OverlapThreshold = 0.5f };
        Tensor Real(string name, params int[] shape) => new(name, ElementType.Float32, new Shape(shape));
        return new DetectionPostProcess(
            Real("boxes", 1, 5, 4), Real("scores", 1, 5, 3), new Tensor("anchors", ElementType.Float32, new Shape(5, 4), data: new byte[80]),
            Real("found", 1, options.MaxDetections, 4), Real("classes", 1, options.MaxDetections), Real("best", 1, options.MaxDetections), Real("count", 1),
            options);
    }

    private static Model ModelOf(DetectionPostProcess step)
    {
        return new Model([.. step.Inputs, .. step.Outputs], [step], [step.Boxes, step.Scores], step.Outputs);
    }
}
