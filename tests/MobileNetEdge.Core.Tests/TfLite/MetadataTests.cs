using System.IO.Compression;
using System.Text;

namespace MobileNetEdge.Core.Tests;

/// <summary>Labels and preprocessing inside the file, from the three places where tools put them.</summary>
public sealed class MetadataTests
{
    private readonly TinyModel _model = TinyModel.Convolution();

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Standard_metadata_gives_labels_and_normalisation(CompressionLevel level)
    {
        _model.AddMetadata("TFLITE_METADATA", MetadataSamples.Standard([127.5f], [127.5f]));
        ModelMetadata read = Read(MetadataSamples.Zip(level, ("readme.txt", "no"), ("labels.txt", "cat\r\ndög\nowl")));

        Assert.Equal("TFLITE_METADATA", read.Source);
        Assert.Equal("a description", read.Description);
        Assert.Equal(["cat", "dög", "owl"], read.Labels);
        Assert.Equal([127.5f], read.Mean);
        Assert.Equal([127.5f], read.StandardDeviation);
        Assert.Null(read.Warning);
    }

    [Fact]
    public void Standard_metadata_needs_no_identifier_and_takes_labels_of_values()
    {
        _model.AddMetadata("TFLITE_METADATA", MetadataSamples.Standard([0f], [255f], type: 3, identifier: "\0\0\0\0"));
        Assert.Equal(["cat"], Read(MetadataSamples.Zip(CompressionLevel.Optimal, ("labels.txt", "cat\n"))).Labels);
    }

    [Fact]
    public void Single_deviation_stands_for_all_channels()
    {
        _model.AddMetadata("TFLITE_METADATA", MetadataSamples.Standard([1f, 2f, 3f], [4f]));
        ModelMetadata read = Read(MetadataSamples.Zip(CompressionLevel.Optimal, ("labels.txt", "cat")));
        Assert.Equal([4f, 4f, 4f], read.StandardDeviation);
    }

    [Theory]
    [InlineData("{\"names\": {\"0\": \"person\", \"2\": \"car\"}, \"stride\": 32}", "person,,car")]
    [InlineData("{\"imgsz\": [640, 640], \"names\": [\"a\", \"b\"]}", "a,b")]
    public void Ultralytics_metadata_gives_labels(string json, string labels)
    {
        ModelMetadata read = Read(MetadataSamples.Zip(CompressionLevel.Optimal, ("metadata.json", json)));
        Assert.Equal("metadata.json", read.Source);
        Assert.Equal(labels.Split(','), read.Labels);
    }

    [Fact]
    public void Own_document_gives_everything()
    {
        AddOwn("""
            {"version": 1, "newer": {"images": [1, 2]}, "quantizer": "q", "calibration": "c", "description": "d", "labels": ["a", "b"],
             "mean": [1, 2.5, 3], "std": [4, 5, 6], "resizeShorterSideTo": 256}
            """);
        ModelMetadata read = Read([]);
        Assert.Equal("mobilenet_edge", read.Source);
        Assert.Equal(["a", "b"], read.Labels);
        Assert.Equal([1f, 2.5f, 3f], read.Mean);
        Assert.Equal([4f, 5f, 6f], read.StandardDeviation);
        Assert.Equal(("d", 256), (read.Description, read.ResizeShorterSideTo));
        Assert.Equal(("q", "c"), (read.Quantizer, read.Calibration));
    }

    [Fact]
    public void Everything_survives_the_file()
    {
        ModelMetadata written = new()
        {
            Description = "what it is",
            Labels = ["cat", "dog, with comma", "Eule \u2014 owl"],
            Mean = [123.675f, 116.28f, 103.53f],
            StandardDeviation = [58.395f, 57.12f, 57.375f],
            ResizeShorterSideTo = 256,
            Quantizer = "quantizer 1",
            Calibration = "200 pictures",
        };
        using Model tiny = TinyModel.Convolution().Read();
        using Model model = new(tiny.Tensors, tiny.Operators, tiny.Inputs, tiny.Outputs, written);
        byte[] file = model.ToFile().ToArray();
        ModelMetadata read = Model.Read(file).Metadata;

        Assert.Equal("TFLITE_METADATA, mobilenet_edge", read.Source);
        Assert.Null(read.Warning);
        Assert.Equal(written.Labels, read.Labels);
        Assert.Equal(written.Mean, read.Mean);
        Assert.Equal(written.StandardDeviation, read.StandardDeviation);
        Assert.Equal(
            (written.Description, written.ResizeShorterSideTo, written.Quantizer, written.Calibration),
            (read.Description, read.ResizeShorterSideTo, read.Quantizer, read.Calibration));
        Assert.True(file.AsSpan().SequenceEqual(model.ToFile().Span), "the same model gives another file");
    }

    [Fact]
    public void First_place_that_has_an_item_wins()
    {
        ModelMetadata read = Model.Read(MetadataSamples.Everything()).Metadata;
        Assert.Equal(["cat", "dog", "owl"], read.Labels);
        Assert.Equal(256, read.ResizeShorterSideTo);
        Assert.Equal("TFLITE_METADATA, mobilenet_edge", read.Source);
    }

    [Theory]
    [InlineData("{\"version\": 2}", "found version 2, expected 1")]
    [InlineData("{\"labels\": []}", "found no version first")]
    [InlineData("{\"version\": 1, \"labels\": [\"a\", 3]}", "found Number")]
    [InlineData("{\"version\": 1, \"mean\": [1, 2], \"std\": [1, 2, 3]}", "found 2 means for 3 deviations")]
    [InlineData("{\"version\": 1, \"mean\": [1], \"std\": [0]}", "not positive")]
    [InlineData("{\"version\": 1, \"mean\": [1e99], \"std\": [1]}", "not finite")]
    [InlineData("{\"version\": 1, \"resizeShorterSideTo\": 0}", "found resizeShorterSideTo 0")]
    [InlineData("{\"version\": 1, \"x\": [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}", "depth")]
    [InlineData("{\"version\": 1, \"description\": \"\\ud800\"}", "ignored")]
    [InlineData("{\"version\": 1", "ignored")]
    [InlineData("[]", "found StartArray")]
    public void Broken_own_document_is_a_warning(string json, string warning)
    {
        AddOwn(json);
        ModelMetadata read = Read([]);
        Assert.Contains("mobilenet_edge is ignored: ", read.Warning);
        Assert.Contains(warning, read.Warning);
        Assert.Null(read.Source);
    }

    [Theory]
    [InlineData("{\"names\": {\"70000\": \"a\"}}", "class number")]
    [InlineData("{\"names\": {\"-1\": \"a\"}}", "class number")]
    [InlineData("{\"names\": 5}", "found names as Number")]
    [InlineData("nonsense", "ignored")]
    public void Broken_Ultralytics_metadata_is_a_warning(string json, string warning)
    {
        Assert.Contains(warning, Read(MetadataSamples.Zip(CompressionLevel.Optimal, ("metadata.json", json))).Warning);
    }

    [Fact]
    public void Broken_standard_metadata_is_a_warning()
    {
        _model.AddMetadata("TFLITE_METADATA", [1, 2, 3]);
        Assert.Contains("TFLITE_METADATA is ignored", Read([]).Warning);
    }

    [Fact]
    public void Missing_label_file_is_a_warning_and_leaves_the_normalisation()
    {
        _model.AddMetadata("TFLITE_METADATA", MetadataSamples.Standard([0f], [255f]));
        ModelMetadata read = Read([]);
        Assert.Contains("the appended ZIP does not hold 'labels.txt'", read.Warning);
        Assert.Equal([255f], read.StandardDeviation);
    }

    [Fact]
    public void Metadata_buffer_out_of_range_is_a_warning()
    {
        _model.Metadata.Add(new FlatNode().Set(0, "mobilenet_edge").Set(1, 99u));
        Assert.Contains("found buffer index 99", Read([]).Warning);
    }

    [Fact]
    public void Name_of_a_label_file_is_never_a_path()
    {
        _model.AddMetadata("TFLITE_METADATA", MetadataSamples.Standard([0f], [255f], "../../../etc/hostname"));
        ModelMetadata read = Read(MetadataSamples.Zip(CompressionLevel.Optimal, ("../../../etc/hostname", "cat")));
        Assert.Equal(["cat"], read.Labels);
    }

    [Fact]
    public void Zip_that_unpacks_to_more_than_16_MiB_is_a_warning()
    {
        byte[] zip = MetadataSamples.Zip(CompressionLevel.Optimal, ("metadata.json", new string(' ', (16 << 20) + 1)));
        Assert.Contains("the ZIP unpacks to more than 16777216 bytes", Read(zip).Warning);
    }

    [Fact]
    public void Labels_without_end_are_a_warning_within_the_budget()
    {
        _model.AddMetadata("TFLITE_METADATA", MetadataSamples.Standard([0f], [255f]));
        byte[] file = [.. _model.ToBytes(), .. MetadataSamples.Zip(CompressionLevel.Optimal, ("labels.txt", new string('\n', 16 << 19)))];

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("decoding needs more than", Model.Read(file).Metadata.Warning);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (64L << 20) + (4L * file.Length));
    }

    [Theory]
    [InlineData(10, "directory is damaged")]
    [InlineData(12, "points to byte -")]
    [InlineData(16, "points to byte")]
    public void Zip_with_a_damaged_end_is_a_warning(int place, string warning)
    {
        byte[] zip = MetadataSamples.Zip(CompressionLevel.Optimal, (place == 10 ? "labels.txt" : "metadata.json", "{}"));
        zip[zip.Length - 22 + place] ^= 0x40;
        zip[zip.Length - 22 + place + 1] ^= 0x40;
        Assert.Contains(warning, Read(zip).Warning);
    }

    private void AddOwn(string json) => _model.AddMetadata("mobilenet_edge", Encoding.UTF8.GetBytes(json));

    private ModelMetadata Read(byte[] tail) => Model.Read((byte[])[.. _model.ToBytes(), .. tail]).Metadata;
}
