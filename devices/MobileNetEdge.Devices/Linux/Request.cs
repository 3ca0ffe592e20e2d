using System.Runtime.CompilerServices;

namespace MobileNetEdge.Devices.Linux;

/// <summary>Makes the numbers of ioctl requests: direction, size, driver's letter, number; asm-generic/ioctl.h.</summary>
internal static class Request
{
    private const uint WriteBit = 1u << 30;
    private const uint ReadBit = 2u << 30;

    /// <summary>The driver reads the argument.</summary>
    public static uint Write<T>(char type, uint number)
        where T : unmanaged
        => WriteBit | Rest<T>(type, number);

    /// <summary>The driver writes the argument.</summary>
    public static uint Read<T>(char type, uint number)
        where T : unmanaged
        => ReadBit | Rest<T>(type, number);

    /// <summary>The driver reads the argument and writes it.</summary>
    public static uint ReadWrite<T>(char type, uint number)
        where T : unmanaged
        => ReadBit | WriteBit | Rest<T>(type, number);

    private static uint Rest<T>(char type, uint number)
        where T : unmanaged
        => ((uint)Unsafe.SizeOf<T>() << 16) | ((uint)type << 8) | number;
}
