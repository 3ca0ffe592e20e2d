using MobileNetEdge.Quantizer.Tests.Execution;

namespace MobileNetEdge.Quantizer.Tests.Calibration;

/// <summary>Ranges are seen on views of the inputs where these are pictures and few.</summary>
public sealed class CalibrationViewsTests
{
    private const int Side = 20;
    private const int Channels = 2;
    private const int Seed = 61;

    private static readonly Shape Picture = new(1, Side, Side, Channels);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 4)]
    [InlineData(42, 4)]
    [InlineData(43, 3)]
    [InlineData(63, 3)]
    [InlineData(64, 2)]
    [InlineData(127, 2)]
    [InlineData(128, 1)]
    [InlineData(int.MaxValue, 1)]
    public void Views_make_up_for_the_inputs_that_128_lack(int inputs, int views)
    {
        Assert.Equal(views, CalibrationViews.For(Picture, inputs).Count);
    }

    [Theory]
    [InlineData(1, 15, 20, 3)]
    [InlineData(1, 20, 15, 3)]
    [InlineData(2, 20, 20, 3)]
    [InlineData(20, 20, 3)]
    [InlineData(1, 400)]
    public void Input_that_is_no_picture_has_no_views_but_itself(params int[] shape)
    {
        Assert.Equal(1, CalibrationViews.For(new Shape(shape), 1).Count);
    }

    [Fact]
    public void First_view_is_the_picture()
    {
        Assert.Equal(Noise(), View(0, 3, Noise()));
    }

    [Fact]
    public void Second_view_is_the_picture_mirrored()
    {
        Assert.Equal(Mirrored(Noise()), View(1, 2, Noise()));
    }

    /// <summary>A ramp shows where each element of a view comes from: 0.8 (x + 0.5) - 0.5 in the cut, which begins 4 elements in where it is a far one.</summary>
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 4, 0)]
    [InlineData(2, 0, 4)]
    [InlineData(3, 4, 4)]
    [InlineData(5, 4, 0)]
    public void Third_view_is_cut_at_a_corner_that_goes_round(int index, int left, int top)
    {
        float[] view = View(2, index, Ramp());
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                int at = (y * Side + x) * Channels;
                Assert.Equal(Math.Clamp(left + 0.8 * x - 0.1, 0, Side - 1), view[at], 1e-5);
                Assert.Equal(Math.Clamp(top + 0.8 * y - 0.1, 0, Side - 1), view[at + 1], 1e-5);
            }
        }
    }

    [Fact]
    public void Fourth_view_is_the_third_mirrored()
    {
        Assert.Equal(Mirrored(View(2, 1, Noise())), View(3, 1, Noise()));
    }

    [Fact]
    public void Columns_and_rows_of_a_wide_picture_are_not_mixed_up()
    {
        Shape wide = new(1, 16, 32, 1);
        float[] columns = [.. Enumerable.Range(0, 16 * 32).Select(i => (float)(i % 32))];
        float[] view = new float[columns.Length];
        CalibrationViews.For(wide, 1).Write(2, 3, columns, view);

        Assert.All([view[0], view[^32]], first => Assert.Equal(0.2 * 32 - 0.1, first, 1e-5));
        Assert.All([view[31], view[^1]], last => Assert.Equal(31, last, 1e-5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Picture_of_one_colour_stays_it(int view)
    {
        float[] colour = [.. Enumerable.Repeat(new[] { 0.7f, -0.3f }, Side * Side).SelectMany(pixel => pixel)];
        Assert.All(View(view, 1, colour).Zip(colour), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }

    [Fact]
    public void Each_picture_counts_once_and_each_view_is_seen()
    {
        CalibrationResult result = Calibrate(new FixedInputs(Noise(), Ramp()), viewsFor: 2);

        Assert.Equal(2, result.InputCount);
        Histogram seen = result.Tensors.Values.First().Histogram;
        Assert.Equal(4 * 2 * Picture.ElementCount, seen.Zeros + seen.NonZeros);
    }

    [Fact]
    public void Broken_picture_is_named_once()
    {
        CalibrationResult result = Calibrate(new FixedInputs(null, Noise(), null), viewsFor: 3);

        Assert.Equal(1, result.InputCount);
        Assert.Equal(["input 0 is broken", "input 2 is broken"], result.Problems);
    }

    [Fact]
    public void No_input_at_all_is_an_error_with_views_too()
    {
        Assert.Throws<CalibrationException>(() => Calibrate(new FixedInputs(null, null), viewsFor: 2));
        Assert.Throws<CalibrationException>(() => Calibrate(new FixedInputs(), viewsFor: 0));
    }

    [Fact]
    public void Progress_is_that_of_the_pictures()
    {
        Recorder progress = new();
        Model model = Edges();
        Calibrator.Run(
            new FloatProgram(model), new FixedInputs(Noise(), Ramp()), CalibrationViews.For(Picture, 2), 1, progress, CancellationToken.None);

        Assert.Equal([0.25, 0.5, 0.75, 1], progress.Shares);
    }

    [Fact]
    public void Few_inputs_show_wider_ranges_by_their_views()
    {
        Assert.InRange(Range(inputs: 2, addViews: false).Max, 0.008f, 0.012f);
        Assert.InRange(Range(inputs: 2, addViews: true).Max, 0.04f, 0.06f);
    }

    [Fact]
    public void Many_inputs_give_the_same_bytes_with_views_and_without()
    {
        Assert.Equal(Quantized(128, true), Quantized(128, false));
    }

    [Fact]
    public void Same_pictures_give_the_same_bytes_with_one_thread_and_with_three()
    {
        Assert.Equal(Quantized(5, true, threads: 1), Quantized(5, true, threads: 3));
    }

    /// <summary>How much each pixel is brighter than the one to its left, where it is: what falls in a picture rises in its mirror image.</summary>
    private static Model Edges()
    {
        Tensor input = FloatTensors.Activation("input", 1, Side, Side, Channels);
        Tensor edges = FloatTensors.Activation("edges", 1, Side, Side - 1, 1);
        Tensor weights = FloatTensors.Constant("weights", new Shape(1, 1, 2, Channels), [-1f, 0f, 1f, 0f]);
        WindowAxis step = new(1);
        return FloatTensors.Network(new Conv2D(input, weights, null, edges, step, step, Padding.Valid, FusedActivation.Relu));
    }

    private static ValueRange Range(int inputs, bool addViews)
    {
        Model int8 = Quantize(new FixedInputs([.. Enumerable.Repeat(Ridge(), inputs)]), addViews, 1);
        return ValueRange.OfInt8(int8.Outputs[0].Quantization!);
    }

    private static byte[] Quantized(int inputs, bool addViews, int threads = 2)
    {
        return Quantize(new SeededInputs(inputs), addViews, threads).ToFile().ToArray();
    }

    private static Model Quantize(CalibrationInputs inputs, bool addViews, int threads)
    {
        QuantizerOptions options = new() { AddViews = addViews, Threads = threads };
        return ModelQuantizer.Quantize(Edges(), inputs, ModelMetadata.Empty, options).Model;
    }

    private static CalibrationResult Calibrate(CalibrationInputs inputs, int viewsFor)
    {
        return Calibrator.Run(
            new FloatProgram(Edges()), inputs, CalibrationViews.For(Picture, viewsFor), 2, null, CancellationToken.None);
    }

    private static float[] View(int view, int index, float[] picture)
    {
        float[] destination = new float[picture.Length];
        CalibrationViews.For(Picture, 1).Write(view, index, picture, destination);
        return destination;
    }

    private static float[] Noise()
    {
        float[] picture = new float[Picture.ElementCount];
        FloatTensors.Fill(new Random(Seed), picture, 1);
        return picture;
    }

    /// <summary>Each pixel's column and row.</summary>
    private static float[] Ramp() => [.. Pixels((x, y) => [x, y])];

    /// <summary>Rises slowly from the left to the middle, then falls five times as steeply.</summary>
    private static float[] Ridge() => [.. Pixels((x, _) => [x < Side / 2 ? 0.01f * x : 0.1f - 0.05f * (x - Side / 2), 0])];

    private static float[] Mirrored(float[] picture)
    {
        return [.. Pixels((x, y) => picture.AsSpan((y * Side + Side - 1 - x) * Channels, Channels).ToArray())];
    }

    private static IEnumerable<float> Pixels(Func<int, int, float[]> colour)
    {
        return Enumerable.Range(0, Side * Side).SelectMany(i => colour(i % Side, i / Side));
    }

    private sealed class Recorder : IProgress<double>
    {
        public List<double> Shares { get; } = [];

        public void Report(double value) => Shares.Add(value);
    }
}
