namespace MobileNetEdge.Imaging;

/// <summary>What a JPEG file's markers say, read before the file is handed to the native decoder.</summary>
/// <remarks>ITU-T T.81 annex B; Exif 2.32 section 4.5.4 for the orientation.</remarks>
internal readonly record struct JpegStructure(int FrameOffset, Orientation Orientation)
{
    /// <summary>The most scans a picture may have; encoders that search for the best script write about 20.</summary>
    public const int MaxScans = 500;

    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;
    private const byte App1 = 0xE1;

    /// <summary>Walks from marker to marker up to the end of the picture.</summary>
    /// <exception cref="InvalidImageException">The file ends before the picture, or a segment is malformed.</exception>
    /// <exception cref="UnsupportedImageException">12 bits, a lossless or hierarchical process, or too many scans.</exception>
    public static JpegStructure Read(FileBytes file)
    {
        int frame = -1;
        int scans = 0;
        Orientation? orientation = null;
        for (int position = 2; ;)
        {
            byte marker = NextMarker(file, ref position);
            if (marker == EndOfImage)
            {
                break;
            }

            int start = position;
            ReadOnlySpan<byte> segment = Segment(file, ref position);
            if (IsFrame(marker) && frame < 0)
            {
                CheckFrame(marker, segment, start);
                frame = start;
            }
            else if (marker == App1 && orientation is null)
            {
                orientation = ExifOrientation.Read(segment);
            }
            else if (marker == StartOfScan && ++scans > MaxScans)
            {
                Throw.Unsupported($"the JPEG picture has more than {MaxScans} scans");
            }
        }

        if (frame < 0 || scans == 0)
        {
            Throw.Invalid("JPEG picture", 0, frame < 0 ? "no frame header" : "no scan", "a frame header and a scan");
        }

        return new(frame, orientation ?? Orientation.TopLeft);
    }

    /// <summary>The next marker that starts a segment or ends the picture; coded data and restart markers are passed over.</summary>
    private static byte NextMarker(FileBytes file, ref int position)
    {
        while (true)
        {
            int found = file.Data[position..].IndexOf((byte)0xFF);
            if (found < 0)
            {
                ThrowTruncated(file);
            }

            int fill = file.Data[(position + found)..].IndexOfAnyExcept((byte)0xFF);
            if (fill < 0)
            {
                ThrowTruncated(file);
            }

            position += found + fill + 1;
            byte marker = file.Data[position - 1];
            if (marker is not (0x00 or 0x01 or (>= 0xD0 and <= 0xD8)))
            {
                return marker;
            }
        }
    }

    private static ReadOnlySpan<byte> Segment(FileBytes file, ref int position)
    {
        int length = file.U16Big(position, "JPEG segment");
        if (length < 2)
        {
            Throw.Invalid("JPEG segment length", position, $"{length}", "at least 2");
        }

        ReadOnlySpan<byte> segment = file.Slice(position + 2, length - 2, "JPEG segment");
        position += length;
        return segment;
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static void CheckFrame(byte marker, ReadOnlySpan<byte> segment, int offset)
    {
        if (segment.Length < 6)
        {
            Throw.Invalid("JPEG frame header", offset, $"{segment.Length} bytes", "at least 6");
        }

        if (marker is not (0xC0 or 0xC1 or 0xC2 or 0xC9 or 0xCA))
        {
            Throw.Unsupported("the JPEG picture is lossless or hierarchical; save it as a baseline or progressive JPEG");
        }

        if (segment[0] != 8)
        {
            Throw.Unsupported($"the JPEG picture has {segment[0]} bits a sample; only 8 are read");
        }
    }

    private static void ThrowTruncated(FileBytes file)
    {
        Throw.Invalid("JPEG picture", file.Length, "the end of the file", "more data and an end-of-image marker");
    }
}
