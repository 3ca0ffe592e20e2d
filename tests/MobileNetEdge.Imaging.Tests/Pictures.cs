using System.Security.Cryptography;

namespace MobileNetEdge.Imaging.Tests;

/// <summary>Pictures made by a formula, which other tools can make as well.</summary>
internal static class Pictures
{
    /// <summary>Channel c at (x, y) is (37 x + 101 y + 59 c + 7 (x y mod 13)) mod 256.</summary>
    public static RgbImage Formula(int width, int height)
    {
        RgbImage image = new(width, height);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            (int x, int y, int c) = (i / 3 % width, i / 3 / width, i % 3);
            image.Pixels[i] = (byte)((37 * x) + (101 * y) + (59 * c) + (x * y % 13 * 7));
        }

        return image;
    }

    public static RgbImage Random(Random random, int width, int height)
    {
        RgbImage image = new(width, height);
        random.NextBytes(image.Pixels);
        return image;
    }

    public static (byte R, byte G, byte B) At(this RgbImage image, int x, int y)
    {
        ReadOnlySpan<byte> pixel = image.Row(y).Slice(3 * x, 3);
        return (pixel[0], pixel[1], pixel[2]);
    }

    public static string Sha256(RgbImage image) => Convert.ToHexStringLower(SHA256.HashData(image.Pixels));
}
