namespace MobileNetEdge.Devices.Tests.Camera;

/// <summary>Bytes with the structure of a JPEG picture; nothing that could be decoded.</summary>
internal static class JpegSamples
{
    /// <summary>A thumbnail in a segment, restart markers, stuffed bytes, fill bytes and a second scan.</summary>
    public static byte[] Tiny(byte mark = 1) =>
    [
        0xFF, 0xD8,
        0xFF, 0xE1, 0, 8, 0xFF, 0xD8, 0xFF, 0xD9, mark, 0,
        0xFF, 0xC0, 0, 5, 1, 2, 3,
        0xFF, 0xFF, 0xDA, 0, 4, 0, 0, 1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4, 0xFF, 0xD7, 5,
        0xFF, 0xDA, 0, 3, 9, 6, 7, 0xFF, 0xFF, 0xD9,
    ];
}
