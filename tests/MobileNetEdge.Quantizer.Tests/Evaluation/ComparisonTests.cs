using MobileNetEdge.Imaging;
using MobileNetEdge.Runtime;
using MobileNetEdge.Tests;

namespace MobileNetEdge.Quantizer.Tests.Evaluation;

public sealed class ComparisonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_are_judged_by_both_networks()
    {
        _folder.WritePicture("a-red/1.ppm", 200, 100, 100);
        _folder.WritePicture("b-green/2.ppm", 100, 200, 100);
        _folder.WritePicture("c-blue/3.ppm", 200, 100, 100);
        WriteClose("b-green/4.ppm");
        ComparisonResult result = Compare(ColourNetworks.Options);

        // Of the close picture the int8 model sees red and green equal, and the first of equals wins.
        Assert.Equal((4, 4), (result.Pictures, result.Labelled));
        Assert.Equal(new AccuracyPair(75, 50), result.Top1);
        Assert.Equal(new PairedDifference(4, 1, 0), result.Top1Difference);
        Assert.Equal(75, result.Agreement);
        Assert.Null(result.Top5);
        Assert.Null(result.Note);
        Assert.Empty(result.Broken);
    }

    /// <summary>The outputs differ by half a step in one value of one picture of two.</summary>
    [Fact]
    public void Outputs_are_compared_as_reals()
    {
        _folder.WritePicture("1.ppm", 131, 132, 128);
        WriteHalf("2.ppm");
        ComparisonResult result = Compare(ColourNetworks.Options);

        // Float (3, 4, 0) and (0.5, 4, 0), int8 (3, 4, 0) and (1, 4, 0).
        double cosine = ((0.5 * 1) + 16) / (Math.Sqrt(16.25) * Math.Sqrt(17));
        Assert.Equal((1 + cosine) / 2, result.MeanCosine!.Value, 1e-12);
        Assert.Equal(10 * Math.Log10((25 + 16.25) / 0.25), result.SignalToNoise!.Value, 1e-9);
        Assert.Equal(100, result.Agreement);
        Assert.Null(result.Top1);
    }

    [Fact]
    public void Equal_outputs_have_infinite_signal_to_noise()
    {
        _folder.WritePicture("1.ppm", 131, 132, 128);
        ComparisonResult result = Compare(ColourNetworks.Options);

        Assert.Equal(double.PositiveInfinity, result.SignalToNoise);
        Assert.Equal(1, result.MeanCosine!.Value, 1e-15);
    }

    [Fact]
    public void Results_are_the_same_bits_for_any_number_of_threads()
    {
        const int Seed = 77;
        Random random = new(Seed);
        for (int i = 0; i < 300; i++)
        {
            byte[] colour = new byte[3];
            random.NextBytes(colour);
            _folder.WritePicture($"{(char)('a' + random.Next(3))}/{i:d3}.ppm", colour[0], colour[1], colour[2], side: random.Next(5, 20));
        }

        _folder.Write("b/100x.ppm", "broken");
        ComparisonResult[] results = [.. new[] { 1, 2, 3, 7, 1000 }.Select(threads => Compare(ColourNetworks.Options with { Threads = threads }, scale: 1.7f))];

        Assert.All(results, result => Assert.Equal(Figures(results[0]), Figures(result)));
        Assert.Equal(300, results[0].Pictures);
        Assert.InRange(results[0].MeanCosine!.Value, 0.5, 0.99999);
    }

    [Fact]
    public void Broken_pictures_are_named_in_order_and_left_out()
    {
        _folder.WritePicture("b.ppm", 200, 100, 100);
        string list = _folder.Write("list.csv", "file,label_index\nnowhere.ppm,0\nb.ppm,0\nlist.csv,0\n");
        ComparisonResult result = Compare(ColourNetworks.Options with { Threads = 2 }, path: list);

        Assert.Equal((1, 1), (result.Pictures, result.Labelled));
        Assert.Equal([_folder["nowhere.ppm"], _folder["list.csv"]], result.Broken.Select(broken => broken.Name));
        Assert.IsType<FileNotFoundException>(result.Broken[0].Error);
        Assert.IsType<InvalidImageException>(result.Broken[1].Error);
        Assert.Equal(new AccuracyPair(100, 100), result.Top1);
    }

    [Fact]
    public void Label_offset_moves_the_labels()
    {
        _folder.WritePicture("b.ppm", 100, 200, 100);
        string list = _folder.Write("list.csv", "file,label_index\nb.ppm,0\n");

        Assert.Equal(new AccuracyPair(0, 0), Compare(ColourNetworks.Options, path: list).Top1);
        Assert.Equal(new AccuracyPair(100, 100), Compare(ColourNetworks.Options with { LabelOffset = 1 }, path: list).Top1);
    }

    [Fact]
    public void Network_of_1001_classes_has_its_background_first()
    {
        byte[] pixels = new byte[7 * 143];
        pixels[5] = 9;
        _folder.Write("a.pgm", [.. "P5 143 7 255\n"u8, .. pixels]);
        string list = _folder.Write("list.csv", "file,label_index\na.pgm,4\n");
        using PreparedModel quantized = PreparedModel.Prepare(ColourNetworks.Pixels(ElementType.Int8));
        ComparisonResult result = new Comparison(new FloatProgram(ColourNetworks.Pixels(ElementType.Float32)), quantized, ColourNetworks.Options)
            .Run(PictureSet.Open(list), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(1, result.LabelOffset);
        Assert.Equal(new AccuracyPair(100, 100), result.Top1);
        Assert.Equal(new AccuracyPair(100, 100), result.Top5);
    }

    [Theory]
    [InlineData("3", 0)]
    [InlineData("2147483647", 1)]
    [InlineData("0", -1)]
    public void Label_without_an_output_is_refused(string label, int offset)
    {
        _folder.WritePicture("b.ppm", 100, 200, 100);
        string list = _folder.Write("list.csv", $"file,label_index\nb.ppm,1\nb.ppm,{label}\n");
        InvalidPictureSetException exception = Assert.Throws<InvalidPictureSetException>(
            () => Compare(ColourNetworks.Options with { LabelOffset = offset }, path: list));

        Assert.Contains($"label {label} with an offset of {offset}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Logits_and_probabilities_are_compared_by_rank_only()
    {
        _folder.WritePicture("a-red/1.ppm", 130, 129, 128);
        using PreparedModel quantized = ColourNetworks.Quantized();
        ComparisonResult result = new Comparison(ColourNetworks.Float(softmax: true), quantized, ColourNetworks.Options)
            .Run(PictureSet.Open(_folder.Path), cancellationToken: TestContext.Current.CancellationToken);

        Assert.NotNull(result.Note);
        Assert.Null(result.MeanCosine);
        Assert.Null(result.SignalToNoise);
        Assert.Equal(new AccuracyPair(100, 100), result.Top1);
        Assert.Equal(100, result.Agreement);
    }

    [Fact]
    public void Networks_of_another_size_are_refused()
    {
        using PreparedModel quantized = ColourNetworks.Quantized(side: 9);

        Assert.Contains(
            "8×8 pixels",
            Assert.Throws<UnsupportedModelException>(() => new Comparison(ColourNetworks.Float(), quantized, ColourNetworks.Options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Framing_that_leaves_too_little_is_refused()
    {
        using PreparedModel quantized = ColourNetworks.Quantized();

        Assert.Throws<ArgumentException>(
            () => new Comparison(ColourNetworks.Float(), quantized, ColourNetworks.Options with { Framing = Framing.CentreCrop(7) }));
    }

    [Fact]
    public void Progress_rises_to_1_and_work_can_be_stopped()
    {
        for (int i = 0; i < 20; i++)
        {
            _folder.WritePicture($"{i}.ppm", 1, 2, 3);
        }

        using PreparedModel quantized = ColourNetworks.Quantized();
        Comparison comparison = new(ColourNetworks.Float(), quantized, ColourNetworks.Options with { Threads = 2 });
        Shares shares = new();
        comparison.Run(PictureSet.Open(_folder.Path), shares, TestContext.Current.CancellationToken);
        using CancellationTokenSource stopped = new();
        stopped.Cancel();

        Assert.Equal(Enumerable.Range(1, 20).Select(i => i / 20.0), shares.Values);
        Assert.ThrowsAny<OperationCanceledException>(() => comparison.Run(PictureSet.Open(_folder.Path), cancellationToken: stopped.Token));
        Assert.Equal(20, comparison.Run(PictureSet.Open(_folder.Path), cancellationToken: TestContext.Current.CancellationToken).Pictures);
    }

    /// <summary>
    /// MLPerf Tiny's ResNet-8, whose float network another engine gives 76.65 % on the first 4,000 pictures. The int8 one is coarse: how often
    /// sums are rounded moves its top-1 by half a point.
    /// </summary>
    [Fact]
    [Trait("Size", "Large")]
    public void ResNet_8_keeps_its_accuracy()
    {
        SharedData.SkipIfAbsent();
        using Model floats = Model.Load(SharedData.Path("tflite", "pretrainedResnet_float.tflite"));
        using Model quantized = Model.Load(SharedData.Path("tflite", "pretrainedResnet_quant.tflite"));
        using PreparedModel prepared = PreparedModel.Prepare(quantized);
        ComparisonOptions options = new() { Framing = Framing.Stretch, Normalization = Normalization.Raw };
        ComparisonResult result = new Comparison(new FloatProgram(floats), prepared, options)
            .Run(PictureSet.Open(SharedData.Path("cifar10", "test_5000.bin"), 500), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((500, 500), (result.Pictures, result.Labelled));
        Assert.Equal(76.2, result.Top1!.Value.Float, 0.21);
        Assert.InRange(result.Top1!.Value.Quantized, 75, 79);
        Assert.InRange(result.Agreement!.Value, 93, 97);
    }

    private static string Figures(ComparisonResult result)
    {
        string broken = string.Join(' ', result.Broken.Select(picture => picture.Name));
        return $"{result.Pictures} {result.Labelled} {broken} {result.Top1} {result.Top1Difference} {result.Agreement:r} {result.MeanCosine:r} {result.SignalToNoise:r}";
    }

    private ComparisonResult Compare(ComparisonOptions options, float scale = 1, string? path = null)
    {
        using PreparedModel quantized = ColourNetworks.Quantized(scale: scale);
        return new Comparison(ColourNetworks.Float(), quantized, options).Run(PictureSet.Open(path ?? _folder.Path));
    }

    /// <summary>Green is brighter than red by 1/64 on average.</summary>
    private void WriteClose(string name)
    {
        string path = _folder.WritePicture(name, 200, 200, 100);
        byte[] file = File.ReadAllBytes(path);
        file[^2]++;
        File.WriteAllBytes(path, file);
    }

    /// <summary>Means of 128.5, 132 and 128.</summary>
    private void WriteHalf(string name)
    {
        string path = _folder.WritePicture(name, 128, 132, 128);
        byte[] file = File.ReadAllBytes(path);
        for (int pixel = 0; pixel < 32; pixel++)
        {
            file[^(3 + (3 * pixel))]++;
        }

        File.WriteAllBytes(path, file);
    }

    private sealed class Shares : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value) => Values.Add(value);
    }
}
