using System.Globalization;

namespace MobileNetEdge.Imaging;

/// <summary>The ways from a picture of any size to a frame of a given size.</summary>
public enum FramingKind
{
    /// <summary>Both sides are resized to the frame's; the ratio is not kept.</summary>
    Stretch,

    /// <summary>The whole picture, its ratio kept, in the middle of the frame; the rest is padding.</summary>
    Letterbox,

    /// <summary>The shorter side is resized to a length, the ratio kept, and the middle is cut out.</summary>
    CentreCrop,
}

/// <summary>How a picture of any size becomes a frame of the model's size. Immutable; equal by value.</summary>
public sealed record Framing
{
    private static readonly Framing BlackLetterbox = Letterbox(0, 0, 0);

    private Framing(FramingKind kind) => Kind = kind;

    /// <summary>Resizes both sides to the frame's.</summary>
    public static Framing Stretch { get; } = new(FramingKind.Stretch);

    /// <summary>Which way.</summary>
    public FramingKind Kind { get; }

    /// <summary>Of a centre crop: pixels of the shorter side before the crop; 0 otherwise.</summary>
    public int ShorterSide { get; private init; }

    /// <summary>Of a letterbox: the colour beside the picture.</summary>
    public (byte R, byte G, byte B) Padding { get; private init; }

    /// <summary>Resizes the shorter side, then cuts out the middle, as torchvision's Resize(n) and a centre crop.</summary>
    /// <param name="resizeShorterSideTo">Pixels; 256 is usual for frames of 224.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive.</exception>
    public static Framing CentreCrop(int resizeShorterSideTo)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resizeShorterSideTo, 1);
        return new(FramingKind.CentreCrop) { ShorterSide = resizeShorterSideTo };
    }

    /// <summary>Fits the whole picture into the frame, beside it black.</summary>
    public static Framing Letterbox() => BlackLetterbox;

    /// <summary>Fits the whole picture into the frame, beside it a colour.</summary>
    public static Framing Letterbox(byte red, byte green, byte blue)
    {
        return new(FramingKind.Letterbox) { Padding = (red, green, blue) };
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">"stretch", "letterbox", "letterbox:R,G,B" or "centre-crop:N".</param>
    /// <param name="framing">The framing, or null.</param>
    /// <returns>Whether the text is one of these.</returns>
    public static bool TryParse(string? text, out Framing? framing)
    {
        (string kind, string? value) = (text ?? string.Empty).Split(':', 2) is [string a, string b] ? (a, b) : (text ?? string.Empty, null);
        framing = (kind, value) switch
        {
            ("stretch", null) => Stretch,
            ("letterbox", null) => Letterbox(),
            ("letterbox", string colour) => ParseLetterbox(colour),
            ("centre-crop", string side) when ParseNumber(side) is int length and > 0 => CentreCrop(length),
            _ => null,
        };
        return framing is not null;
    }

    /// <summary>Where a picture of some size lies in a frame of some size.</summary>
    /// <exception cref="ArgumentException">A side is not positive, or the frame is larger than what a centre crop can cut from.</exception>
    /// <exception cref="UnsupportedImageException">The picture is so elongated that a side would exceed 2^31 - 1 pixels.</exception>
    public FramePlacement Place(int pictureWidth, int pictureHeight, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pictureWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(pictureHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        return Kind switch
        {
            FramingKind.CentreCrop => PlaceCrop(pictureWidth, pictureHeight, width, height),
            FramingKind.Letterbox => PlaceLetterbox(pictureWidth, pictureHeight, width, height),
            _ => new(width, height, 0, 0),
        };
    }

    /// <summary>Makes a frame from a picture.</summary>
    /// <exception cref="ArgumentException">See <see cref="Place"/>.</exception>
    /// <exception cref="UnsupportedImageException">See <see cref="Place"/>.</exception>
    public RgbImage Apply(RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        RgbImage frame = RgbImage.Uninitialized(width, height);
        Apply(image, frame);
        return frame;
    }

    /// <summary>Makes a frame from a picture in memory that is there already.</summary>
    /// <param name="image">Any picture.</param>
    /// <param name="frame">Of the model's size; overwritten.</param>
    /// <exception cref="ArgumentException">See <see cref="Place"/>.</exception>
    /// <exception cref="UnsupportedImageException">See <see cref="Place"/>.</exception>
    public void Apply(RgbImage image, RgbImage frame)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(frame);
        FramePlacement place = Place(image.Width, image.Height, frame.Width, frame.Height);
        (ResampleAxis x, ResampleAxis y, int left, int top) = Window(place, image.Width, image.Height, frame);
        if (x.Length < frame.Width || y.Length < frame.Height)
        {
            Fill(frame);
        }

        Resampler.ResizeInto(image, x, y, frame, left, top);
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        FramingKind.CentreCrop => $"centre-crop:{ShorterSide}",
        FramingKind.Letterbox when Padding != default => $"letterbox:{Padding.R},{Padding.G},{Padding.B}",
        FramingKind.Letterbox => "letterbox",
        _ => "stretch",
    };

    /// <summary>The filters of the part of the resized picture that is seen, and where in the frame it begins.</summary>
    internal static (ResampleAxis X, ResampleAxis Y, int Left, int Top) Window(in FramePlacement place, int pictureWidth, int pictureHeight, RgbImage frame)
    {
        (int left, int top) = (Math.Max(place.Left, 0), Math.Max(place.Top, 0));
        int width = Math.Min(place.ResizedWidth + place.Left, frame.Width) - left;
        int height = Math.Min(place.ResizedHeight + place.Top, frame.Height) - top;
        return (
            new(pictureWidth, place.ResizedWidth, left - place.Left, width),
            new(pictureHeight, place.ResizedHeight, top - place.Top, height),
            left,
            top);
    }

    internal static (int Width, int Height) SizeByShorterSide(int width, int height, int shorterSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shorterSide, 1);
        long longer = (long)shorterSide * Math.Max(width, height) / Math.Min(width, height);
        if (longer > int.MaxValue)
        {
            Throw.Unsupported($"a picture of {width} x {height} pixels is too elongated for a shorter side of {shorterSide}");
        }

        return width <= height ? (shorterSide, (int)longer) : ((int)longer, shorterSide);
    }

    private static int? ParseNumber(string text)
    {
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    private static Framing? ParseLetterbox(string colour)
    {
        int?[] parts = Array.ConvertAll(colour.Split(','), ParseNumber);
        return parts is [int r and < 256, int g and < 256, int b and < 256] ? Letterbox((byte)r, (byte)g, (byte)b) : null;
    }

    private FramePlacement PlaceCrop(int pictureWidth, int pictureHeight, int width, int height)
    {
        (int resizedWidth, int resizedHeight) = SizeByShorterSide(pictureWidth, pictureHeight, ShorterSide);
        if (resizedWidth < width || resizedHeight < height)
        {
            throw new ArgumentException(
                $"a frame of {width} x {height} cannot be cut from a picture resized to {resizedWidth} x {resizedHeight}", nameof(width));
        }

        return new(resizedWidth, resizedHeight, -RgbImage.CentreOffset(resizedWidth, width), -RgbImage.CentreOffset(resizedHeight, height));
    }

    private static FramePlacement PlaceLetterbox(int pictureWidth, int pictureHeight, int width, int height)
    {
        bool wide = (long)pictureWidth * height >= (long)pictureHeight * width;
        int resizedWidth = wide ? width : ScaleSide(pictureWidth, height, pictureHeight);
        int resizedHeight = wide ? ScaleSide(pictureHeight, width, pictureWidth) : height;
        return new(resizedWidth, resizedHeight, (width - resizedWidth) / 2, (height - resizedHeight) / 2);
    }

    /// <summary>side x numerator / denominator, rounded half up, at least 1.</summary>
    private static int ScaleSide(int side, int numerator, int denominator)
    {
        return (int)Math.Max(1, (((long)side * numerator) + (denominator / 2)) / denominator);
    }

    /// <summary>Paints the whole frame in the padding's colour.</summary>
    internal void Fill(RgbImage frame)
    {
        Span<byte> pixels = frame.Pixels;
        for (int i = 0; i < pixels.Length; i += 3)
        {
            (pixels[i], pixels[i + 1], pixels[i + 2]) = Padding;
        }
    }
}
