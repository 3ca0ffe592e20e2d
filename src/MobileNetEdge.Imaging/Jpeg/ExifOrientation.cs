using System.Buffers.Binary;

namespace MobileNetEdge.Imaging;

/// <summary>Finds the orientation in an Exif APP1 segment.</summary>
/// <remarks>
/// Exif 2.32, section 4.6.4: a TIFF header, then directory 0 of 12-byte entries, tag 0x0112 of type SHORT.
/// Exif data says nothing about the pixels, so malformed Exif data leaves the picture as it is.
/// </remarks>
internal static class ExifOrientation
{
    private const int Tag = 0x0112;
    private const int TypeShort = 3;

    /// <summary>The orientation, or null where the segment is no Exif segment or states none.</summary>
    /// <param name="segment">An APP1 segment without its marker and length.</param>
    public static Orientation? Read(ReadOnlySpan<byte> segment)
    {
        return segment.StartsWith("Exif\0\0"u8) ? ReadTiff(segment[6..]) : null;
    }

    private static Orientation? ReadTiff(ReadOnlySpan<byte> tiff)
    {
        bool little = tiff.StartsWith("II"u8);
        if (tiff.Length < 8 || !(little || tiff.StartsWith("MM"u8)) || U16(tiff, 2, little) != 42)
        {
            return null;
        }

        uint directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
        {
            return null;
        }

        int entries = U16(tiff, (int)directory, little);
        ReadOnlySpan<byte> rest = tiff[((int)directory + 2)..];
        for (; entries > 0 && rest.Length >= 12; entries--, rest = rest[12..])
        {
            if (U16(rest, 0, little) == Tag)
            {
                int value = U16(rest, 8, little);
                return U16(rest, 2, little) == TypeShort && value is >= 1 and <= 8 ? (Orientation)value : null;
            }
        }

        return null;
    }

    private static int U16(ReadOnlySpan<byte> bytes, int offset, bool little)
    {
        return little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[offset..]);
    }
}
