namespace MobileNetEdge.Quantizer.Tests.Evaluation;

public sealed class ImageNetFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImageNetFolderTests()
    {
        foreach (int number in (int[])[1, 2, 4])
        {
            File.WriteAllBytes(_folder.WritePicture($"val/ILSVRC2012_val_0000000{number}.ppm", 1, 2, 3), [1]);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void List_gives_names_and_classes_in_its_own_order()
    {
        string list = _folder.Write("val.txt", "ILSVRC2012_val_00000004.ppm 65\r\n\nILSVRC2012_val_00000001.ppm\t970\nnowhere.ppm 0\n");
        PictureSet set = PictureSet.Open(_folder["val"], labelFile: list);

        Assert.Equal([65, 970, 0], Enumerable.Range(0, set.Count).Select(set.Label));
        Assert.Equal(_folder["val/ILSVRC2012_val_00000004.ppm"], set.Name(0));
        Assert.Throws<FileNotFoundException>(() => set.Load(2));
        Assert.Equal(1, PictureSet.Open(_folder["val"], 1, list).Count);
    }

    /// <summary>The synsets in ordinal order have the IDs 30, 10, 20, and are classes 0, 1, 2.</summary>
    [Fact]
    public void Ground_truth_goes_by_the_number_in_the_name_and_the_order_of_the_synsets()
    {
        _folder.Write("kit/map_clsloc.txt", "n02 10 cat\nn03 20 dog\nn01 30 a bird\n");
        string truth = _folder.Write("kit/ILSVRC2012_validation_ground_truth.txt", "10\n20\n10\n30\n");
        PictureSet set = PictureSet.Open(_folder["val"], labelFile: truth);

        Assert.Equal([1, 2, 0], Enumerable.Range(0, set.Count).Select(set.Label));
        Assert.EndsWith("00000004.ppm", set.Name(2), StringComparison.Ordinal);
    }

    [Fact]
    public void Ground_truth_without_the_map_says_what_is_missing()
    {
        string truth = _folder.Write("truth.txt", "1\n2\n3\n4\n");

        Assert.Contains("map_clsloc.txt", Refusal(truth), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1\n2\n", "n01 1 x\nn02 2 y\n", "from 1 to the 2 labels")]
    [InlineData("1\n2\n3\n9\n", "n01 1 x\nn02 2 y\nn03 3 z\n", "no ILSVRC2012_ID 9")]
    [InlineData("1\n2\n3\n0\n", "n01 1 x\n", "line 4")]
    [InlineData("1\n2 3\n", "n01 1 x\n", "line 2")]
    [InlineData("1\n", "n01 1 x\nn01 2 y\n", "line 2")]
    [InlineData("1\n", "n01 1 x\nn02 1 y\n", "two synsets")]
    [InlineData("1\n", "n01\n", "line 1")]
    public void Ground_truth_that_makes_no_sense_is_refused(string truth, string map, string expected)
    {
        _folder.Write("map_clsloc.txt", map);

        Assert.Contains(expected, Refusal(_folder.Write("truth.txt", truth)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "holds no labels")]
    [InlineData("\n \n", "holds no labels")]
    [InlineData("a.ppm 1\nb.ppm\n", "line 2")]
    [InlineData("a.ppm -1\n", "line 1")]
    [InlineData("a.ppm 2147483648\n", "line 1")]
    [InlineData("a b c\n", "line 1")]
    [InlineData("a\0b 1\n", "line 1")]
    public void List_that_makes_no_sense_is_refused(string list, string expected)
    {
        Assert.Contains(expected, Refusal(_folder.Write("list.txt", list)), StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_line_and_a_set_that_is_no_folder_are_refused()
    {
        Assert.Contains("characters", Refusal(_folder.Write("list.txt", new string('x', 100_000))), StringComparison.Ordinal);
        string list = _folder.Write("list.csv", "file\n");
        Assert.Throws<InvalidPictureSetException>(() => PictureSet.Open(list, labelFile: list));
    }

    private string Refusal(string labelFile)
    {
        return Assert.Throws<InvalidPictureSetException>(() => PictureSet.Open(_folder["val"], labelFile: labelFile)).Message;
    }
}
