using System.Buffers.Binary;
using System.Text;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>Video4Linux2's four-character codes of formats.</summary>
internal static class FourCc
{
    private static readonly (string Code, FrameFormat Format)[] Known =
    [
        ("YUYV", FrameFormat.Yuyv), ("NV12", FrameFormat.Nv12), ("YU12", FrameFormat.I420), ("RGB3", FrameFormat.Rgb24),
        ("BGR3", FrameFormat.Bgr24), ("GREY", FrameFormat.Grey), ("MJPG", FrameFormat.Mjpeg), ("JPEG", FrameFormat.Mjpeg),
    ];

    /// <summary>The format of a code, or null where it is not read.</summary>
    public static FrameFormat? Format(uint code)
    {
        foreach ((string name, FrameFormat format) in Known)
        {
            if (Code(name) == code)
            {
                return format;
            }
        }

        return null;
    }

    /// <summary>The code of a format.</summary>
    public static uint Code(FrameFormat format) => Code(Array.Find(Known, known => known.Format == format).Code);

    /// <summary>A code as text.</summary>
    public static string Name(uint code)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, code);
        return new string([.. Encoding.Latin1.GetString(bytes).Select(c => c is > ' ' and < '\x7F' ? c : '?')]);
    }

    private static uint Code(string name) => BinaryPrimitives.ReadUInt32LittleEndian(Encoding.Latin1.GetBytes(name));
}
