using System.Runtime.InteropServices;

namespace MobileNetEdge.Imaging;

/// <summary>The order of a model's input.</summary>
public enum PixelLayout
{
    /// <summary>Height, width, channels: the channels of a pixel stand together.</summary>
    Nhwc,

    /// <summary>Channels, height, width: one plane after another.</summary>
    Nchw,
}

/// <summary>The one step from RGB bytes to a model's input: normalise, quantize, lay out; by a table for each channel.</summary>
/// <remarks>
/// q = clamp(round((x - mean) / std / scale) + zeroPoint), computed in double and rounded half away from zero; for
/// Float32 (x - mean) / std, rounded once to float. Immutable; may be used by several threads.
/// A model with one channel gets ITU-R BT.601 luma in the fixed point of Pillow's convert("L"), with the numbers of channel 0.
/// </remarks>
public sealed class PixelQuantizer
{
    private const int Values = 256;

    private readonly byte[][] _bytes = [];
    private readonly float[][] _floats = [];

    /// <summary>Makes the tables.</summary>
    /// <param name="normalization">From pixel values to reals.</param>
    /// <param name="type"><see cref="ElementType.Int8"/>, <see cref="ElementType.UInt8"/> or <see cref="ElementType.Float32"/>.</param>
    /// <param name="scale">Of the model's input; positive; not used for Float32.</param>
    /// <param name="zeroPoint">Of the model's input; not used for Float32.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="layout">The order of the elements.</param>
    /// <exception cref="ArgumentException">Another type, another count of channels, or no scale.</exception>
    public PixelQuantizer(
        Normalization normalization, ElementType type, float scale, int zeroPoint, int channels = 3, PixelLayout layout = PixelLayout.Nhwc)
    {
        ArgumentNullException.ThrowIfNull(normalization);
        if (channels is not (1 or 3))
        {
            throw new ArgumentException($"a picture has 1 or 3 channels, not {channels}", nameof(channels));
        }

        (Normalization, Type, Channels, Layout) = (normalization, type, channels, layout);
        switch (type)
        {
            case ElementType.Float32:
                _floats = MakeTables((value, channel) => (float)normalization.Apply(value, channel));
                break;
            case ElementType.Int8 or ElementType.UInt8 when QuantizationParameters.IsScale(scale):
                _bytes = MakeTables((value, channel) => Quantize(normalization.Apply(value, channel), type, scale, zeroPoint));
                break;
            case ElementType.Int8 or ElementType.UInt8:
                throw new ArgumentException($"a scale is positive and finite, not {scale}", nameof(scale));
            default:
                throw new ArgumentException($"a picture becomes Int8, UInt8 or Float32, not {type}", nameof(type));
        }
    }

    /// <summary>From pixel values to reals.</summary>
    public Normalization Normalization { get; }

    /// <summary>The type of the model's input.</summary>
    public ElementType Type { get; }

    /// <summary>1 or 3.</summary>
    public int Channels { get; }

    /// <summary>The order of the elements.</summary>
    public PixelLayout Layout { get; }

    /// <summary>Bytes that a picture of some size takes in the model's input.</summary>
    public long ByteLength(int width, int height) => (long)width * height * Channels * Type.Size;

    /// <summary>Writes a picture into a model's input.</summary>
    /// <param name="image">A picture of the model's size.</param>
    /// <param name="destination">Exactly <see cref="ByteLength"/> bytes.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void Write(RgbImage image, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (destination.Length != ByteLength(image.Width, image.Height))
        {
            throw new ArgumentException(
                $"{image.Width} x {image.Height} pixels take {ByteLength(image.Width, image.Height)} bytes, not {destination.Length}",
                nameof(destination));
        }

        if (Type == ElementType.Float32)
        {
            Write(image.Pixels, _floats, MemoryMarshal.Cast<byte, float>(destination));
        }
        else
        {
            Write(image.Pixels, _bytes, destination);
        }
    }

    private static T[][] MakeTables<T>(Func<int, int, T> element)
    {
        T[][] tables = [new T[Values], new T[Values], new T[Values]];
        for (int channel = 0; channel < 3; channel++)
        {
            for (int value = 0; value < Values; value++)
            {
                tables[channel][value] = element(value, channel);
            }
        }

        return tables;
    }

    private static byte Quantize(double real, ElementType type, float scale, int zeroPoint)
    {
        double q = Math.Round(real / scale, MidpointRounding.AwayFromZero) + zeroPoint;
        return type == ElementType.Int8
            ? (byte)(sbyte)Math.Clamp(q, sbyte.MinValue, sbyte.MaxValue)
            : (byte)Math.Clamp(q, byte.MinValue, byte.MaxValue);
    }

    private void Write<T>(ReadOnlySpan<byte> pixels, T[][] tables, Span<T> elements)
        where T : unmanaged
    {
        if (Channels == 1)
        {
            WriteLuma(pixels, tables[0], elements);
        }
        else if (Layout == PixelLayout.Nhwc)
        {
            WriteInterleaved(pixels, tables, elements);
        }
        else
        {
            WritePlanes(pixels, tables, elements);
        }
    }

    private static void WriteLuma<T>(ReadOnlySpan<byte> pixels, ReadOnlySpan<T> table, Span<T> elements)
    {
        for (int i = 0, j = 0; i < elements.Length; i++, j += 3)
        {
            elements[i] = table[((pixels[j] * 19595) + (pixels[j + 1] * 38470) + (pixels[j + 2] * 7471) + 0x8000) >> 16];
        }
    }

    private static void WriteInterleaved<T>(ReadOnlySpan<byte> pixels, T[][] tables, Span<T> elements)
    {
        (T[] red, T[] green, T[] blue) = (tables[0], tables[1], tables[2]);
        for (int i = 0; i < elements.Length - 2; i += 3)
        {
            elements[i] = red[pixels[i]];
            elements[i + 1] = green[pixels[i + 1]];
            elements[i + 2] = blue[pixels[i + 2]];
        }
    }

    private static void WritePlanes<T>(ReadOnlySpan<byte> pixels, T[][] tables, Span<T> elements)
    {
        int plane = elements.Length / 3;
        for (int channel = 0; channel < 3; channel++)
        {
            T[] table = tables[channel];
            Span<T> part = elements.Slice(channel * plane, plane);
            for (int i = 0, j = channel; i < part.Length; i++, j += 3)
            {
                part[i] = table[pixels[j]];
            }
        }
    }
}
