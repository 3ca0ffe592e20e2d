namespace MobileNetEdge.Core.Tests;

/// <summary>Models from files.</summary>
public sealed class LoadTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void File_is_mapped_until_the_model_is_disposed()
    {
        File.WriteAllBytes(_path, TinyModel.Convolution().ToBytes());
        Model model = Model.Load(_path);
        ReadOnlyMemory<byte> weights = model.Tensors[1].Data;
        Assert.Equal(54, weights.Span.Length);

        model.Dispose();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => weights.Span.Length);
    }

    [Fact]
    public void File_may_be_replaced_while_it_is_mapped()
    {
        File.WriteAllBytes(_path, TinyModel.Convolution().ToBytes());
        using Model model = Model.Load(_path);
        File.Delete(_path);
        Assert.Equal(54, model.Tensors[1].Data.ToArray().Length);
    }

    [Fact]
    public void Empty_file_is_invalid()
    {
        File.WriteAllBytes(_path, []);
        Assert.Contains("the file is empty", Assert.Throws<InvalidModelException>(() => Model.Load(_path)).Message);
    }

    [Fact]
    public void Damaged_file_is_closed_again()
    {
        File.WriteAllBytes(_path, [1, 2, 3]);
        Assert.Throws<InvalidModelException>(() => Model.Load(_path));
        using FileStream alone = new(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Equal(3, alone.Length);
    }

    [Fact]
    public void File_over_2_GiB_is_unsupported()
    {
        using (FileStream sparse = File.Create(_path))
        {
            sparse.SetLength(1L << 31);
        }

        Assert.Contains("2147483648 bytes", Assert.Throws<UnsupportedModelException>(() => Model.Load(_path)).Message);
    }

    [Fact]
    public void Missing_file_is_named() => Assert.Equal(_path, Assert.Throws<FileNotFoundException>(() => Model.Load(_path)).FileName);

    [Fact]
    public void Directory_is_named()
    {
        string directory = Path.GetTempPath();
        Assert.Contains("is a directory", Assert.Throws<IOException>(() => Model.Load(directory)).Message);
    }
}
