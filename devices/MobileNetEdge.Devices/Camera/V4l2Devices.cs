using MobileNetEdge.Devices.Linux;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>A format of a camera and its sizes.</summary>
/// <param name="Code">The driver's four-character code.</param>
/// <param name="Known">The format, or null where it is not read.</param>
/// <param name="Sizes">Sizes as text: 640x480, or 48x27..3840x2160 for a range.</param>
public sealed record CameraFormat(string Code, FrameFormat? Known, IReadOnlyList<string> Sizes);

/// <summary>A camera that was found.</summary>
/// <param name="Name">What --camera takes.</param>
/// <param name="Description">What it calls itself.</param>
/// <param name="Driver">The driver's or program's name.</param>
/// <param name="Formats">What it gives.</param>
/// <param name="Problem">Why it cannot be used; empty where it can.</param>
public sealed record CameraDescription(string Name, string Description, string Driver, IReadOnlyList<CameraFormat> Formats, string Problem = "");

/// <summary>Lists the capture devices of Video4Linux2.</summary>
internal static unsafe class V4l2Devices
{
    private const string Prefix = "/dev/video";
    private const int MostFormats = 256;

    /// <summary>Parts of the Raspberry Pi's own camera path, which is read by rpicam-vid.</summary>
    private static readonly string[] BoardDrivers = ["bcm2835-isp", "bcm2835-codec", "unicam", "rp1-cfe", "pispbe", "rpivid", "rpi-hevc-dec"];

    /// <summary>Every device that gives pictures, and every one that may not be opened.</summary>
    public static IReadOnlyList<CameraDescription> List(IKernel kernel)
    {
        List<CameraDescription> found = [];
        foreach (string path in kernel.DeviceFiles(Prefix))
        {
            int file = kernel.Open(path);
            if (file < 0)
            {
                found.Add(new(path, "", "", [], Errno.Text(file)));
                continue;
            }

            V4l2.Capability capability = default;
            if (kernel.Ioctl(file, V4l2.QueryCapability, &capability) >= 0 && Captures(capability))
            {
                found.Add(new(path, FixedText.Read(capability.Card), FixedText.Read(capability.Driver), Formats(kernel, file)));
            }

            _ = kernel.Close(file);
        }

        return found;
    }

    /// <summary>Whether a device gives pictures in mapped buffers.</summary>
    public static bool Captures(in V4l2.Capability capability)
    {
        uint own = (capability.Capabilities & V4l2.CapabilityDeviceCaps) != 0 ? capability.DeviceCapabilities : capability.Capabilities;
        const uint Needed = V4l2.CapabilityCapture | V4l2.CapabilityStreaming;
        return (own & Needed) == Needed;
    }

    /// <summary>Whether a device is a camera by itself, with a format that is read.</summary>
    public static bool IsCamera(CameraDescription device)
    {
        return device.Problem.Length == 0 && !BoardDrivers.Contains(device.Driver) && device.Formats.Any(format => format.Known is not null);
    }

    /// <summary>The formats of an open device.</summary>
    public static IReadOnlyList<CameraFormat> Formats(IKernel kernel, int file)
    {
        List<CameraFormat> formats = [];
        for (uint i = 0; i < MostFormats; i++)
        {
            V4l2.FormatDescription description = new() { Index = i, Type = V4l2.TypeCapture };
            if (kernel.Ioctl(file, V4l2.EnumerateFormats, &description) < 0)
            {
                break;
            }

            uint code = description.PixelFormat;
            formats.Add(new(FourCc.Name(code), FourCc.Format(code), Sizes(kernel, file, code)));
        }

        return formats;
    }

    private static List<string> Sizes(IKernel kernel, int file, uint code)
    {
        List<string> sizes = [];
        for (uint i = 0; i < MostFormats; i++)
        {
            V4l2.SizeDescription size = new() { Index = i, PixelFormat = code };
            if (kernel.Ioctl(file, V4l2.EnumerateSizes, &size) < 0)
            {
                break;
            }

            if (size.Type != V4l2.SizeDiscrete)
            {
                sizes.Add($"{size.Width}x{size.MinHeight}..{size.HeightOrMaxWidth}x{size.MaxHeight}");
                break;
            }

            sizes.Add($"{size.Width}x{size.HeightOrMaxWidth}");
        }

        return sizes;
    }
}
