namespace MobileNetEdge.Imaging.Tests;

public sealed class ImageFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imaging-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_recognised_by_its_content_and_not_by_its_name()
    {
        string path = Write("picture.jpg", [.. "P6 1 1 255\n"u8, 1, 2, 3]);
        Assert.Equal(new byte[] { 1, 2, 3 }, ImageFile.Load(path).Pixels);
    }

    [Fact]
    public void Errors_name_the_file()
    {
        string path = Write("bad.png", [1, 2, 3]);
        InvalidImageException error = Assert.Throws<InvalidImageException>(() => ImageFile.Load(path));
        Assert.Equal(path, error.Path);
        Assert.StartsWith(path + ": kind of picture at byte 0: found 010203", error.Message);
    }

    [Fact]
    public void A_large_file_is_refused()
    {
        string path = Write("large.ppm", [.. "P6 1 1 255\n"u8, 1, 2, 3]);
        Assert.Throws<UnsupportedImageException>(() => ImageFile.Load(path, new() { MaxFileBytes = 13 }));
        Assert.Equal(1, ImageFile.Load(path, new() { MaxFileBytes = 14 }).Width);
    }

    [Fact]
    public void A_file_that_claims_no_length_and_never_ends_is_refused()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "no /dev/zero");
        Assert.Throws<UnsupportedImageException>(() => ImageFile.Load("/dev/zero", new() { MaxFileBytes = 100_000 }));
    }

    [Fact]
    public void Absent_files_and_folders_are_errors_of_the_file_system()
    {
        Assert.Throws<FileNotFoundException>(() => ImageFile.Load(Path.Combine(_folder, "absent")));
        Assert.Throws<UnauthorizedAccessException>(() => ImageFile.Load(_folder));
    }

    [Theory]
    [InlineData("GIF89a", "GIF")]
    [InlineData("RIFF....WEBPVP8 ", "WebP")]
    [InlineData("II*\0", "TIFF")]
    [InlineData("MM\0*", "TIFF")]
    [InlineData("\0\0\0\u0018ftypheic", "HEIF")]
    [InlineData("P7\n", "PAM")]
    public void Other_kinds_are_named(string start, string kind)
    {
        byte[] file = [.. start.Select(letter => (byte)letter)];
        Assert.Contains(kind, Assert.Throws<UnsupportedImageException>(() => ImageFile.Decode(file)).Message);
    }

    [Fact]
    public void An_empty_file_is_invalid()
    {
        Assert.Contains("empty", Assert.Throws<InvalidImageException>(() => ImageFile.Decode([])).Found);
    }

    [Fact]
    public void Limits_hold_for_every_kind()
    {
        ImageLimits narrow = new() { MaxWidth = 2 };
        ImageLimits low = new() { MaxHeight = 2 };
        ImageLimits few = new() { MaxPixels = 8 };
        byte[][] files =
        [
            [.. "P5 3 3 255\n"u8, .. new byte[9]],
            new BmpWriter { Width = 3, Height = 3, Bits = 24, Pixels = new byte[36] }.ToFile(),
            new PngWriter { Width = 3, Height = 3, Sample = (_, _, _) => 0 }.ToFile(),
            JpegSamples.Grey,
        ];
        foreach (byte[] file in files)
        {
            Assert.All([narrow, low, few], limits => Assert.Throws<UnsupportedImageException>(() => ImageFile.Decode(file, limits)));
            Assert.True(ImageFile.Decode(file, new() { MaxWidth = 24, MaxHeight = 16, MaxPixels = 384 }).Width >= 3);
        }
    }

    [Fact]
    public void Pixels_of_another_length_are_no_picture()
    {
        Assert.Throws<ArgumentException>(() => new RgbImage(2, 2, new byte[11]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RgbImage(0, 2, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RgbImage(65536, 65536));
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
