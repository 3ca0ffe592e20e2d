using System.Runtime.InteropServices;

namespace MobileNetEdge.Devices.Linux;

/// <summary>The error numbers that mean something to us; asm-generic/errno.h.</summary>
internal static class Errno
{
    public const int Perm = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int Io = 5;
    public const int NoDeviceOrAddress = 6;
    public const int Again = 11;
    public const int Access = 13;
    public const int Busy = 16;
    public const int NoDevice = 19;
    public const int Invalid = 22;
    public const int NotTty = 25;
    public const int Pipe = 32;

    /// <summary>What the C library says of an error.</summary>
    /// <param name="result">-errno.</param>
    public static string Text(int result) => $"{Marshal.GetPInvokeErrorMessage(-result)} (errno {-result})";

    /// <summary>Whether the device is not there, or no longer.</summary>
    public static bool IsGone(int result) => -result is NoEntry or NoDeviceOrAddress or NoDevice or Io or Pipe;

    /// <summary>Whether the user may not use the device.</summary>
    public static bool IsDenied(int result) => -result is Perm or Access;
}
