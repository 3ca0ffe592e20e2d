using System.Globalization;
using MobileNetEdge.Devices.Linux;

namespace MobileNetEdge.Devices.Camera;

/// <summary>Finds and makes cameras.</summary>
public static class Cameras
{
    /// <summary>What --camera takes, for people.</summary>
    public const string Syntax = "auto, /dev/videoN, csi, csi:N, a picture, a folder of pictures, or - for MJPEG on stdin";

    /// <summary>Makes a camera; it is not opened.</summary>
    /// <param name="name">See <see cref="Syntax"/>.</param>
    /// <param name="options">What is asked of it.</param>
    /// <exception cref="ArgumentException">The name is none of these.</exception>
    public static ICamera Create(string name, CameraOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Create(name, options ?? new(), LinuxKernel.Instance);
    }

    /// <summary>Lists the cameras of Video4Linux2, those that may not be opened included.</summary>
    public static IReadOnlyList<CameraDescription> List() => V4l2Devices.List(LinuxKernel.Instance);

    internal static ICamera Create(string name, CameraOptions options, IKernel kernel)
    {
        if (name == "auto")
        {
            return new AutoCamera(kernel, options);
        }

        if (name == "-")
        {
            return new StreamCamera("stdin", Console.OpenStandardInput());
        }

        if (name == "csi" || name.StartsWith("csi:", StringComparison.Ordinal))
        {
            return int.TryParse(name == "csi" ? "0" : name[4..], NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < 256
                ? new ProgramCamera(index, options, ProgramCamera.Programs)
                : throw new ArgumentException($"'{name}' is no camera: csi or csi:N with N from 0", nameof(name));
        }

        if (name.StartsWith("/dev/", StringComparison.Ordinal))
        {
            return new V4l2Camera(kernel, name, options);
        }

        return File.Exists(name) || Directory.Exists(name)
            ? new PictureCamera(name, options, repeats: true)
            : throw new ArgumentException($"'{name}' is no camera: {Syntax}", nameof(name));
    }
}
