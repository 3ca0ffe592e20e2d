using System.Runtime.Intrinsics;

namespace MobileNetEdge.Imaging;

/// <summary>From 16 bytes each of red, green and blue to 16 pixels.</summary>
internal static class RgbInterleave
{
    private static readonly Vector128<byte>[] Places = MakePlaces();

    /// <param name="planes">48 bytes: red, green, blue.</param>
    /// <param name="pixels">48 bytes.</param>
    public static void Pixels(ReadOnlySpan<byte> planes, Span<byte> pixels)
    {
        Vector128<byte> red = Vector128.Create(planes[..16]);
        Vector128<byte> green = Vector128.Create(planes[16..32]);
        Vector128<byte> blue = Vector128.Create(planes[32..48]);
        for (int part = 0; part < 3; part++)
        {
            Vector128<byte> value = Vector128.Shuffle(red, Places[part * 3])
                | Vector128.Shuffle(green, Places[(part * 3) + 1])
                | Vector128.Shuffle(blue, Places[(part * 3) + 2]);
            value.CopyTo(pixels[(part * 16)..]);
        }
    }

    /// <summary>For each 16 bytes of the result and each channel: the pixel that stands there, or 255 where the channel does not.</summary>
    private static Vector128<byte>[] MakePlaces()
    {
        Vector128<byte>[] places = new Vector128<byte>[9];
        for (int part = 0; part < 3; part++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                byte[] place = new byte[16];
                for (int i = 0; i < place.Length; i++)
                {
                    int position = (part * 16) + i;
                    place[i] = position % 3 == channel ? (byte)(position / 3) : byte.MaxValue;
                }

                places[(part * 3) + channel] = Vector128.Create(place);
            }
        }

        return places;
    }
}
