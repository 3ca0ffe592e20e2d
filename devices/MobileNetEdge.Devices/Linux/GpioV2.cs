using System.Runtime.InteropServices;

namespace MobileNetEdge.Devices.Linux;

/// <summary>The requests and structures of the GPIO character device, version 2, as a 64-bit kernel lays them out; linux/gpio.h.</summary>
internal static class GpioV2
{
    public const ulong FlagUsed = 1;
    public const ulong FlagActiveLow = 1 << 1;
    public const ulong FlagInput = 1 << 2;
    public const ulong FlagOutput = 1 << 3;
    public const ulong FlagEdgeRising = 1 << 4;
    public const ulong FlagEdgeFalling = 1 << 5;
    public const ulong FlagBiasPullUp = 1 << 8;
    public const ulong FlagBiasPullDown = 1 << 9;
    public const ulong FlagBiasDisabled = 1 << 10;
    public const uint AttributeOutputValues = 2;
    public const uint AttributeDebounce = 3;
    public const uint RisingEdge = 1;

    private const char Letter = '\xB4';

    public static readonly uint GetChipInfo = Request.Read<ChipInfo>(Letter, 1);
    public static readonly uint GetLineInfo = Request.ReadWrite<LineInfo>(Letter, 5);
    public static readonly uint GetLine = Request.ReadWrite<LineRequest>(Letter, 7);
    public static readonly uint GetValues = Request.ReadWrite<LineValues>(Letter, 14);
    public static readonly uint SetValues = Request.ReadWrite<LineValues>(Letter, 15);

    [StructLayout(LayoutKind.Explicit, Size = 68)]
    public struct ChipInfo
    {
        [FieldOffset(0)]
        public V4l2.Text32 Name;
        [FieldOffset(32)]
        public V4l2.Text32 Label;
        [FieldOffset(64)]
        public uint Lines;
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct LineInfo
    {
        [FieldOffset(0)]
        public V4l2.Text32 Name;
        [FieldOffset(32)]
        public V4l2.Text32 Consumer;
        [FieldOffset(64)]
        public uint Offset;
        [FieldOffset(68)]
        public uint AttributeCount;
        [FieldOffset(72)]
        public ulong Flags;
    }

    /// <summary>gpio_v2_line_config_attribute: an attribute and the lines it is for.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 24)]
    public struct Attribute
    {
        [FieldOffset(0)]
        public uint Id;
        [FieldOffset(8)]
        public ulong Values;
        [FieldOffset(8)]
        public uint DebounceMicroseconds;
        [FieldOffset(16)]
        public ulong Mask;
    }

    /// <summary>gpio_v2_line_request with one line and gpio_v2_line_config with one attribute.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 592)]
    public struct LineRequest
    {
        [FieldOffset(0)]
        public uint Offset;
        [FieldOffset(256)]
        public V4l2.Text32 Consumer;
        [FieldOffset(288)]
        public ulong Flags;
        [FieldOffset(296)]
        public uint AttributeCount;
        [FieldOffset(320)]
        public Attribute FirstAttribute;
        [FieldOffset(560)]
        public uint LineCount;
        [FieldOffset(588)]
        public int File;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct LineValues
    {
        public ulong Bits;
        public ulong Mask;
    }

    [StructLayout(LayoutKind.Explicit, Size = 48)]
    public struct LineEvent
    {
        [FieldOffset(0)]
        public ulong TimestampNanoseconds;
        [FieldOffset(8)]
        public uint Id;
        [FieldOffset(12)]
        public uint Offset;
        [FieldOffset(16)]
        public uint Sequence;
        [FieldOffset(20)]
        public uint LineSequence;
    }
}
