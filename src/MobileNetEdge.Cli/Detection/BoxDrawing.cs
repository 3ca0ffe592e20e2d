using System.Globalization;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Detection;

/// <summary>Draws boxes with their labels.</summary>
internal static class BoxDrawing
{
    /// <summary>Pixels of a picture's shorter side to a pixel of a dot.</summary>
    private const int DotShare = 320;

    /// <summary>Dots around a label's text.</summary>
    private const int Margin = 1;

    /// <summary>A picture with boxes on it; the picture itself stays as it is.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="boxes">The boxes, best first; better ones are drawn over others.</param>
    public static RgbImage Draw(RgbImage picture, IReadOnlyList<DetectedBox> boxes)
    {
        RgbImage copy = new(picture.Width, picture.Height, picture.Pixels.ToArray());
        DrawOnto(copy, boxes);
        return copy;
    }

    /// <summary>Draws boxes onto a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="boxes">The boxes, best first; better ones are drawn over others.</param>
    public static void DrawOnto(RgbImage picture, IReadOnlyList<DetectedBox> boxes)
    {
        int scale = 1 + Math.Min(picture.Width, picture.Height) / DotShare;
        for (int i = boxes.Count - 1; i >= 0; i--)
        {
            Draw(picture, boxes[i], scale);
        }
    }

    /// <summary>Where a share of a side lies.</summary>
    public static int Pixel(double share, int side) => (int)Math.Round(share * side);

    private static void Draw(RgbImage picture, DetectedBox box, int scale)
    {
        Colour colour = Colour.Of(box.Category);
        int left = Pixel(box.Left, picture.Width);
        int top = Pixel(box.Top, picture.Height);
        int width = Pixel(box.Right, picture.Width) - left;
        int height = Pixel(box.Bottom, picture.Height) - top;
        Drawing.Frame(picture, left, top, width, height, scale + 1, colour);

        string text = string.Create(CultureInfo.InvariantCulture, $"{box.Label} {100 * box.Score:f0} %");
        int labelWidth = (BitmapFont.Width(text) + 2 * Margin) * scale;
        int labelHeight = (BitmapFont.Height + 2 * Margin) * scale;
        int labelLeft = Math.Clamp(left, 0, Math.Max(picture.Width - labelWidth, 0));
        int labelTop = top >= labelHeight ? top - labelHeight : Math.Max(top, 0);
        Drawing.Fill(picture, labelLeft, labelTop, labelWidth, labelHeight, colour);
        BitmapFont.Draw(picture, text, labelLeft + Margin * scale, labelTop + Margin * scale, scale, colour.Text);
    }
}
