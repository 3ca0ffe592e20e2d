namespace MobileNetEdge.Devices.Camera;

/// <summary>Finds where a JPEG picture ends, while its bytes arrive. Markers inside segments, such as a thumbnail's, do not mislead it.</summary>
/// <remarks>ITU-T T.81, annex B.1.1.2 to B.1.1.4.</remarks>
internal struct JpegBoundary
{
    /// <summary>The bytes seen so far are no JPEG picture.</summary>
    public const int Malformed = -1;

    /// <summary>The picture goes on after the bytes seen so far.</summary>
    public const int Unknown = 0;

    private const byte Prefix = 0xFF;
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

    private int _position;
    private bool _isInScan;

    /// <summary>Looks at a picture from where it stopped the last time.</summary>
    /// <param name="picture">The picture from its first byte, as much of it as there is.</param>
    /// <returns>Bytes of the picture, <see cref="Unknown"/> or <see cref="Malformed"/>.</returns>
    public int Find(ReadOnlySpan<byte> picture)
    {
        while (_position + 1 < picture.Length)
        {
            if (_isInScan)
            {
                int found = picture[_position..].IndexOf(Prefix);
                _position = found < 0 ? picture.Length : _position + found;
                if (_position + 1 >= picture.Length)
                {
                    break;
                }
            }

            if (picture[_position] != Prefix)
            {
                return Malformed;
            }

            byte marker = picture[_position + 1];
            if (_position == 0 && marker != StartOfImage)
            {
                return Malformed;
            }

            if (marker == EndOfImage)
            {
                return _position + 2;
            }

            if (marker == Prefix)
            {
                _position++;
            }
            else if (StandsAlone(marker) || (_isInScan && marker == 0))
            {
                _position += 2;
            }
            else if (!TryPassSegment(picture, marker, out bool malformed))
            {
                return malformed ? Malformed : Unknown;
            }
        }

        return Unknown;
    }

    /// <summary>Where a picture may start: at its first two bytes, or at the last byte where that may be the first of the two; -1 nowhere.</summary>
    public static int FindStart(ReadOnlySpan<byte> bytes)
    {
        int start = bytes.IndexOf([Prefix, StartOfImage]);
        return start < 0 && !bytes.IsEmpty && bytes[^1] == Prefix ? bytes.Length - 1 : start;
    }

    private static bool StandsAlone(byte marker) => marker is 0x01 or (>= 0xD0 and <= StartOfImage);

    private bool TryPassSegment(ReadOnlySpan<byte> picture, byte marker, out bool malformed)
    {
        malformed = false;
        if (_position + 3 >= picture.Length)
        {
            return false;
        }

        int length = (picture[_position + 2] << 8) | picture[_position + 3];
        malformed = marker == 0 || length < 2;
        _position += 2 + length;
        _isInScan = marker == StartOfScan;
        return !malformed;
    }
}
