using MobileNetEdge.Runtime.Kernels;

namespace MobileNetEdge.Runtime.Tests.Kernels;

/// <summary>A random 3×3 convolution of stride 1.</summary>
internal sealed record WinogradCase(int Seed, int Batch, int Height, int Width, int Channels, int Columns, bool IsBordered)
{
    private const int Taps = 9;

    /// <summary>The value of all weights; null for random ones.</summary>
    public sbyte? Weight { get; init; }

    /// <summary>The value of all activations; null for random ones.</summary>
    public sbyte? Activation { get; init; }

    /// <summary>Whether random values are the least or the greatest.</summary>
    public bool IsExtreme { get; init; }

    public Conv2D Conv => field ??= Build();

    public sbyte[] Input => field ??= Values(new Random(~Seed), Conv.Input.Shape.ElementCount, Activation);

    public WeightedSum Sum => ConvParameters.Of(Conv).Sum;

    public WindowGeometry Geometry => ChainGeometry.Of(Conv, null);

    private Conv2D Build()
    {
        Random random = new(Seed);
        int rim = IsBordered ? 0 : 2;
        Tensor input = Make.Int8(new Shape(Batch, Height + rim, Width + rim, Channels), 1, random.Next(-128, 128));
        sbyte[] values = Values(random, Columns * Taps * Channels, Weight);
        float[] scales = [.. Enumerable.Range(0, Columns).Select(_ => 1 + random.NextSingle())];
        Tensor weights = Make.PerChannel(new Shape(Columns, 3, 3, Channels), 0, scales, values);
        Tensor bias = Make.Bias([.. Enumerable.Range(0, Columns).Select(_ => random.Next(-100_000, 100_000))]);
        double spread = Weight is null ? 108 * 73 * Math.Sqrt(Taps * Channels) : 256.0 * 128 * Taps * Channels;
        Tensor output = Make.Int8(new Shape(Batch, Height, Width, Columns), (float)(spread / 64), random.Next(-100, 100));
        return new Conv2D(input, weights, bias, output, new(1), new(1), IsBordered ? Padding.Same : Padding.Valid, FusedActivation.None);
    }

    private sbyte[] Values(Random random, int count, sbyte? constant)
    {
        return [.. Enumerable.Range(0, count).Select(_ => constant ?? (IsExtreme ? (random.Next(2) == 0 ? sbyte.MinValue : sbyte.MaxValue) : (sbyte)random.Next(-128, 128)))];
    }
}
