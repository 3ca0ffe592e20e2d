using System.Runtime.CompilerServices;

namespace MobileNetEdge.Imaging;

internal static class Blend
{
    /// <summary>a b / 255 rounded to nearest, exact for a and b in 0..255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Multiply255(int a, int b)
    {
        int product = (a * b) + 128;
        return (product + (product >> 8)) >> 8;
    }
}
