using System.Runtime.InteropServices;
using MobileNetEdge.Runtime.Lowering;
using MobileNetEdge.Runtime.Numerics;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A box in shares of the picture's sides.</summary>
/// <param name="Top">Its least y.</param>
/// <param name="Left">Its least x.</param>
/// <param name="Bottom">Its largest y.</param>
/// <param name="Right">Its largest x.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Box(float Top, float Left, float Bottom, float Right)
{
    /// <summary>Its area, as a share of the picture's.</summary>
    public float Area => (Bottom - Top) * (Right - Left);

    /// <summary>Whether the intersection with another box is more than a share of their union, numerics.md equation (25).</summary>
    public bool Overlaps(in Box other, float share) => Overlaps(other, Area, other.Area, share);

    /// <summary>The same where both areas are known.</summary>
    public bool Overlaps(in Box other, float area, float otherArea, float share)
    {
        float height = MathF.Min(Bottom, other.Bottom) - MathF.Max(Top, other.Top);
        float width = MathF.Min(Right, other.Right) - MathF.Max(Left, other.Left);
        float intersection = MathF.Max(height, 0) * MathF.Max(width, 0);
        return intersection > 0 && area > 0 && otherArea > 0 && intersection / (area + otherArea - intersection) > share;
    }
}

/// <summary>
/// Decodes 8-bit boxes relative to their anchors, numerics.md equation (24): each of the four values is a table's value times the anchor's side.
/// </summary>
internal sealed class AnchorBoxes
{
    /// <summary>
    /// What absurd scales and anchors may lead to: with it areas stay finite, so that no result is not a number, of which machines differ in bits.
    /// </summary>
    private const double Bound = 1e18;

    private readonly Operand _encoded;
    private readonly int _stride;
    private readonly float[] _anchors;
    private readonly double[] _y;
    private readonly double[] _x;
    private readonly double[] _halfHeight;
    private readonly double[] _halfWidth;

    public AnchorBoxes(DetectionStep step, PrepareContext context)
    {
        DetectionOptions options = step.Original.Options;
        QuantizationParameters quantization = step.Boxes.Quantization!;
        _encoded = context.Operand(step.Boxes);
        _stride = step.Original.Boxes.Shape[2];
        _anchors = Decode(step.Original.Anchors);
        _y = Tabulate(quantization, real => real / options.YScale);
        _x = Tabulate(quantization, real => real / options.XScale);
        _halfHeight = Tabulate(quantization, real => 0.5 * PortableMath.Exp(real / options.HeightScale));
        _halfWidth = Tabulate(quantization, real => 0.5 * PortableMath.Exp(real / options.WidthScale));
        Count = _anchors.Length / 4;
    }

    /// <summary>The number of anchors.</summary>
    public int Count { get; }

    /// <summary>The encoded boxes.</summary>
    public ReadOnlySpan<sbyte> Encoded(Arena arena) => _encoded.Read<sbyte>(arena);

    /// <summary>Decodes the box of an anchor.</summary>
    public Box Decode(ReadOnlySpan<sbyte> encoded, int anchor)
    {
        ReadOnlySpan<sbyte> code = encoded.Slice(anchor * _stride, 4);
        ReadOnlySpan<float> place = _anchors.AsSpan(4 * anchor, 4);
        float y = Bounded(_y[(byte)code[0]] * place[2] + place[0]);
        float x = Bounded(_x[(byte)code[1]] * place[3] + place[1]);
        float halfHeight = Bounded(_halfHeight[(byte)code[2]] * place[2]);
        float halfWidth = Bounded(_halfWidth[(byte)code[3]] * place[3]);
        return new Box(y - halfHeight, x - halfWidth, y + halfHeight, x + halfWidth);
    }

    private static float Bounded(double value) => (float)Math.Clamp(value, -Bound, Bound);

    /// <summary>A function of the reals that int8 values stand for, by the value's byte.</summary>
    private static double[] Tabulate(QuantizationParameters quantization, Func<double, double> function)
    {
        return [.. Enumerable.Range(0, 256).Select(b =>
            Math.Clamp(function(quantization.Scale * ((sbyte)b - quantization.ZeroPoint)), -Bound, Bound))];
    }

    private static float[] Decode(Tensor anchors)
    {
        ReadOnlySpan<byte> bytes = anchors.Data.Span;
        float[] values = new float[anchors.Shape.ElementCount];
        if (anchors.Type == ElementType.Float32)
        {
            MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
            return values;
        }

        QuantizationParameters quantization = anchors.Quantization!;
        for (int i = 0; i < values.Length; i++)
        {
            int stored = anchors.Type == ElementType.Int8 ? (sbyte)bytes[i] : bytes[i];
            values[i] = Bounded(quantization.Scale * (stored - quantization.ZeroPoint));
        }

        return values;
    }
}
