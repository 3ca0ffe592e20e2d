using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Sums of channels over pixels in registers.</summary>
/// <remarks>
/// A block of 16 channels goes down the pixels with two sums of 8 lanes of 16 bits, which hold <see cref="MaxPixels"/> pixels, and then
/// adds them to memory:
/// <code>
///   x          int8    c0 .. c15
///   lower      int16   c0 .. c7     SADDW
///   upper      int16   c8 .. c15    SADDW2
/// </code>
/// </remarks>
internal sealed unsafe class RowChannelSumsAdvSimd : RowChannelSums
{
    /// <summary>256 × -128 = -2¹⁵.</summary>
    private const int MaxPixels = 256;
    private const int Lanes = 16;
    private const int HalfLanes = 8;
    private const int Unroll = 4;

    /// <inheritdoc/>
    public override void Run(sbyte* source, int pixels, int channels, int firstChannel, int endChannel, int* sums)
    {
        while (pixels > 0)
        {
            int count = Math.Min(pixels, MaxPixels);
            RunPart(source, count, channels, firstChannel, endChannel, sums);
            source += (nint)count * channels;
            pixels -= count;
        }
    }

    private static void RunPart(sbyte* source, nint pixels, nint pitch, nint channel, nint endChannel, int* sums)
    {
        for (; channel <= endChannel - Lanes; channel += Lanes)
        {
            RunBlock(source + channel, pixels, pitch, sums + channel);
        }

        if (channel <= endChannel - HalfLanes)
        {
            RunHalfBlock(source + channel, pixels, pitch, sums + channel);
            channel += HalfLanes;
        }

        for (; channel < endChannel; channel++)
        {
            for (nint i = channel; i < pixels * pitch; i += pitch)
            {
                sums[channel] += source[i];
            }
        }
    }

    private static void RunBlock(sbyte* source, nint pixels, nint pitch, int* sums)
    {
        Vector128<short> lower = default;
        Vector128<short> upper = default;
        nint pitch2 = 2 * pitch;
        nint pitch3 = 3 * pitch;
        for (; pixels >= Unroll; pixels -= Unroll)
        {
            Add(ref lower, ref upper, Vector128.Load(source));
            Add(ref lower, ref upper, Vector128.Load(source + pitch));
            Add(ref lower, ref upper, Vector128.Load(source + pitch2));
            Add(ref lower, ref upper, Vector128.Load(source + pitch3));
            source += Unroll * pitch;
        }

        for (; pixels > 0; pixels--)
        {
            Add(ref lower, ref upper, Vector128.Load(source));
            source += pitch;
        }

        AddToMemory(sums, lower);
        AddToMemory(sums + HalfLanes, upper);
    }

    private static void RunHalfBlock(sbyte* source, nint pixels, nint pitch, int* sums)
    {
        Vector128<short> sum = default;
        for (; pixels > 0; pixels--)
        {
            sum = AdvSimd.AddWideningLower(sum, Vector64.Load(source));
            source += pitch;
        }

        AddToMemory(sums, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref Vector128<short> lower, ref Vector128<short> upper, Vector128<sbyte> x)
    {
        upper = AdvSimd.AddWideningUpper(upper, x);
        lower = AdvSimd.AddWideningLower(lower, x.GetLower());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddToMemory(int* sums, Vector128<short> values)
    {
        AdvSimd.AddWideningUpper(Vector128.Load(sums + 4), values).Store(sums + 4);
        AdvSimd.AddWideningLower(Vector128.Load(sums), values.GetLower()).Store(sums);
    }
}
