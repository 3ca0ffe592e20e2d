using MobileNetEdge.Tests;

namespace MobileNetEdge.Imaging.Tests;

/// <summary>Real pictures, where they are at hand.</summary>
public sealed class SharedImagesTests
{
    [Fact]
    public void Every_evaluation_JPEG_is_decoded_at_its_size()
    {
        SharedData.SkipIfAbsent();
        string[] files = Directory.GetFiles(SharedData.Path("images", "eval"), "*.JPEG");
        Assert.Equal(600, files.Length);
        Assert.All(files, file => Assert.Equal((227, 227), Size(ImageFile.Load(file))));
    }

    [Fact]
    public void Every_picture_of_its_own_size_is_decoded()
    {
        SharedData.SkipIfAbsent();
        string[] files = Directory.GetFiles(SharedData.Path("images", "fullsize"), "*.JPEG");
        Assert.Equal(34, files.Length);
        Assert.All(files, file => Assert.Equal((224, 224), Size(Framing.CentreCrop(256).Apply(ImageFile.Load(file), 224, 224))));
    }

    [Fact]
    public void A_PNG_of_the_centre_equals_the_centre_of_its_JPEG()
    {
        SharedData.SkipIfAbsent();
        string[] files = Directory.GetFiles(SharedData.Path("images", "eval_png224"), "*.png");
        Assert.Equal(40, files.Length);
        foreach (string file in files)
        {
            RgbImage png = ImageFile.Load(file);
            string jpeg = SharedData.Path("images", "eval", Path.GetFileNameWithoutExtension(file) + ".JPEG");
            Assert.True(png.Pixels.SequenceEqual(ImageFile.Load(jpeg).Crop(1, 1, 224, 224).Pixels), file);
        }
    }

    [Theory]
    [InlineData("cat.bmp", "c30acc022443553a1970a53d1d45ea3ed18130181ad4b6d9128f74cd08fd6e83")]
    [InlineData("bird.bmp", "47a5acb532ae48015db71e7cb45fecc7177f3aa63d1c6949ea1156ca20968b49")]
    [InlineData("grace_hopper.bmp", "a3a89e1d9f138a6e348278bf487d02a4326c66c8850b817f3769a21b2a13b1e8")]
    public void Every_BMP_is_decoded(string name, string sha256)
    {
        SharedData.SkipIfAbsent();
        Assert.Equal(sha256, Pictures.Sha256(ImageFile.Load(SharedData.Path("images", "bmp", name))));
    }

    private static (int Width, int Height) Size(RgbImage image) => (image.Width, image.Height);
}
