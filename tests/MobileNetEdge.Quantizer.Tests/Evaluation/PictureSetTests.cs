using MobileNetEdge.Imaging;

namespace MobileNetEdge.Quantizer.Tests.Evaluation;

public sealed class PictureSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folder_gives_every_picture_in_ordinal_order_without_labels()
    {
        _folder.WritePicture("b.ppm", 2, 0, 0);
        _folder.WritePicture("B.ppm", 1, 0, 0);
        _folder.WritePicture("c/a.ppm", 3, 0, 0);
        _folder.Write("notes.txt", "no picture");
        PictureSet set = PictureSet.Open(_folder.Path);

        Assert.Equal([1, 2, 3], Enumerable.Range(0, set.Count).Select(i => (int)set.Load(i).Pixels[0]));
        Assert.All(Enumerable.Range(0, 3), i => Assert.Null(set.Label(i)));
        Assert.Equal(_folder["B.ppm"], set.Name(0));
        Assert.Null(set.Size);
    }

    [Fact]
    public void Sub_folders_are_classes_and_the_empty_ones_count()
    {
        _folder.WritePicture("zebra/deep/1.ppm", 1, 0, 0);
        _folder.WritePicture("ant/2.ppm", 2, 0, 0);
        Directory.CreateDirectory(_folder["mouse"]);
        PictureSet set = PictureSet.Open(_folder.Path);

        Assert.Equal([0, 2], Enumerable.Range(0, set.Count).Select(set.Label));
        Assert.EndsWith("2.ppm", set.Name(0), StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_with_one_picture_beside_its_sub_folders_has_no_classes()
    {
        _folder.WritePicture("ant/1.ppm", 1, 0, 0);
        _folder.WritePicture("zebra.ppm", 2, 0, 0);

        // The one picture that the limit leaves would have a class.
        Assert.Null(PictureSet.Open(_folder.Path, 1).Label(0));
    }

    [Fact]
    public void Folder_that_ends_in_a_separator_is_the_same()
    {
        _folder.WritePicture("ant/1.ppm", 1, 0, 0);

        Assert.Equal(0, PictureSet.Open(_folder.Path + Path.DirectorySeparatorChar).Label(0));
    }

    [Fact]
    public void Batch_is_decoded_from_planes()
    {
        PictureSet set = PictureSet.Open(_folder.WriteBatch("batch.BIN", (7, 1, 2, 3), (0, 4, 5, 6)));
        RgbImage picture = set.Load(1);

        Assert.Equal(2, set.Count);
        Assert.Equal([7, 0], Enumerable.Range(0, 2).Select(set.Label));
        Assert.Equal((32, 32), (picture.Width, picture.Height));
        Assert.Equal((32, 32), set.Size);
        Assert.Equal([4, 5, 6, 4], picture.Pixels[..4].ToArray());
        Assert.Equal([4, 5, 6], picture.Pixels[^3..].ToArray());
        Assert.EndsWith("batch.BIN[1]", set.Name(1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3072)]
    [InlineData(3074)]
    [InlineData(6147)]
    public void Batch_of_another_length_is_refused(int length)
    {
        string path = _folder.Write("batch.bin", new byte[length]);

        Assert.Contains(path, Assert.Throws<InvalidPictureSetException>(() => PictureSet.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_with_an_eleventh_class_is_refused()
    {
        string path = _folder.WriteBatch("batch.bin", (9, 0, 0, 0), (10, 0, 0, 0));

        Assert.Contains("picture 1 has the class 10", Assert.Throws<InvalidPictureSetException>(() => PictureSet.Open(path)).Message, StringComparison.Ordinal);
        Assert.Equal(1, PictureSet.Open(path, 1).Count);
    }

    [Fact]
    public void Batch_that_shrinks_after_it_was_opened_gives_an_image_error()
    {
        string path = _folder.WriteBatch("batch.bin", (1, 0, 0, 0), (2, 0, 0, 0));
        PictureSet set = PictureSet.Open(path);
        File.WriteAllBytes(path, new byte[4000]);

        Assert.Throws<InvalidImageException>(() => set.Load(1));
    }

    [Fact]
    public void Limit_takes_the_first_of_any_kind()
    {
        _folder.WritePicture("p/1.ppm", 1, 0, 0);
        _folder.WritePicture("p/2.ppm", 2, 0, 0);
        string list = _folder.Write("list.csv", "file\np/2.ppm\np/1.ppm\n\"never read");
        string batch = _folder.WriteBatch("batch.bin", (1, 0, 0, 0), (2, 0, 0, 0));

        Assert.EndsWith("1.ppm", Assert.Single(Names(PictureSet.Open(_folder["p"], 1))), StringComparison.Ordinal);
        Assert.EndsWith("2.ppm", Assert.Single(Names(PictureSet.Open(list, 1))), StringComparison.Ordinal);
        Assert.EndsWith("[0]", Assert.Single(Names(PictureSet.Open(batch, 1))), StringComparison.Ordinal);
        Assert.Equal(2, PictureSet.Open(batch, 3).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => PictureSet.Open(batch, 0));
    }

    [Fact]
    public void Path_that_is_no_set_is_an_io_error()
    {
        Directory.CreateDirectory(_folder["empty"]);

        Assert.Throws<InvalidPictureSetException>(() => PictureSet.Open(_folder["empty"]));
        Assert.Throws<InvalidPictureSetException>(() => PictureSet.Open(_folder.WritePicture("1.ppm", 1, 0, 0)));
        Assert.Throws<FileNotFoundException>(() => PictureSet.Open(_folder["nowhere.csv"]));
        Assert.Throws<FileNotFoundException>(() => PictureSet.Open(_folder["nowhere.bin"]));
    }

    [Fact]
    public void Broken_picture_is_an_image_error_when_it_is_loaded()
    {
        _folder.Write("1.png", "no picture");
        PictureSet set = PictureSet.Open(_folder.Path);

        Assert.Throws<InvalidImageException>(() => set.Load(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Load(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Label(-1));
    }

    private static IEnumerable<string> Names(PictureSet set) => Enumerable.Range(0, set.Count).Select(set.Name);
}
