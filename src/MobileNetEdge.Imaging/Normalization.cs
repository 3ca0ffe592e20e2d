namespace MobileNetEdge.Imaging;

/// <summary>One number each for red, green and blue.</summary>
public readonly record struct RgbValues(double R, double G, double B)
{
    /// <summary>The number of channel 0, 1 or 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public double this[int channel] => channel switch
    {
        0 => R,
        1 => G,
        2 => B,
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "0, 1 or 2"),
    };
}

/// <summary>From a pixel value x in 0..255 to the real value the model was trained on: (x - mean) / std.</summary>
/// <remarks>Immutable; equal by value. The convention of NormalizationOptions in TensorFlow Lite Metadata, schema 1.1.0.</remarks>
public sealed record Normalization
{
    /// <summary>Different numbers for the channels.</summary>
    /// <exception cref="ArgumentException">A number is not finite, or a std is not positive.</exception>
    public Normalization(RgbValues mean, RgbValues std)
    {
        for (int c = 0; c < 3; c++)
        {
            if (!double.IsFinite(mean[c]) || !double.IsFinite(std[c]) || std[c] <= 0)
            {
                throw new ArgumentException($"channel {c}: mean {mean[c]} and std {std[c]} must be finite, std positive", nameof(std));
            }
        }

        (Mean, Std) = (mean, std);
    }

    /// <summary>The same numbers for all channels.</summary>
    /// <exception cref="ArgumentException">A number is not finite, or the std is not positive.</exception>
    public Normalization(double mean, double std)
        : this(new RgbValues(mean, mean, mean), new RgbValues(std, std, std))
    {
    }

    /// <summary>To [-1, 1]: TensorFlow's and Keras's MobileNets.</summary>
    public static Normalization MinusOneToOne { get; } = new(127.5, 127.5);

    /// <summary>To [0, 1].</summary>
    public static Normalization ZeroToOne { get; } = new(0, 255);

    /// <summary>The pixel values themselves, [0, 255]: models that normalise inside.</summary>
    public static Normalization Raw { get; } = new(0, 1);

    /// <summary>To mean 0 and deviation 1 over ImageNet, about [-2.12, 2.64]: torchvision's models.</summary>
    public static Normalization ImageNet { get; } = new(new RgbValues(123.675, 116.28, 103.53), new RgbValues(58.395, 57.12, 57.375));

    /// <summary>What is subtracted, in pixel values.</summary>
    public RgbValues Mean { get; }

    /// <summary>What is divided by, in pixel values; positive.</summary>
    public RgbValues Std { get; }

    /// <summary>The lowest real value of any channel.</summary>
    public double Lowest => Math.Min(Apply(0, 0), Math.Min(Apply(0, 1), Apply(0, 2)));

    /// <summary>The highest real value of any channel.</summary>
    public double Highest => Math.Max(Apply(255, 0), Math.Max(Apply(255, 1), Apply(255, 2)));

    /// <summary>
    /// Of <see cref="MinusOneToOne"/>, <see cref="ZeroToOne"/>, <see cref="Raw"/> and <see cref="ImageNet"/> the one whose range
    /// has the largest intersection over union with the range [S (qmin - Z), S (qmax - Z)] that the model's input can represent.
    /// </summary>
    /// <param name="input">Scale and zero point of the model's input.</param>
    /// <param name="type"><see cref="ElementType.Int8"/> or <see cref="ElementType.UInt8"/>.</param>
    /// <exception cref="ArgumentException">Another element type.</exception>
    public static Normalization Guess(QuantizationParameters input, ElementType type = ElementType.Int8)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!type.IsQuantized8)
        {
            throw new ArgumentException($"a normalisation can be guessed for Int8 and UInt8, not for {type}", nameof(type));
        }

        double smallest = type == ElementType.Int8 ? sbyte.MinValue : byte.MinValue;
        double lowest = input.Scale * (smallest - input.ZeroPoint);
        double highest = input.Scale * (smallest + byte.MaxValue - input.ZeroPoint);
        Normalization[] usual = [MinusOneToOne, ZeroToOne, Raw, ImageNet];
        return usual.MaxBy(candidate => candidate.Overlap(lowest, highest))!;
    }

    /// <summary>The real value of a pixel value.</summary>
    /// <param name="value">0..255.</param>
    /// <param name="channel">0 red, 1 green, 2 blue.</param>
    public double Apply(int value, int channel) => (value - Mean[channel]) / Std[channel];

    /// <summary>Intersection over union with [lowest, highest].</summary>
    private double Overlap(double lowest, double highest)
    {
        double shared = Math.Min(highest, Highest) - Math.Max(lowest, Lowest);
        return Math.Max(shared, 0) / (Math.Max(highest, Highest) - Math.Min(lowest, Lowest));
    }
}
