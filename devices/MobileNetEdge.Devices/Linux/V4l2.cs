using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Devices.Linux;

/// <summary>The requests, constants and structures of Video4Linux2 that capturing needs, as a 64-bit kernel lays them out; linux/videodev2.h.</summary>
internal static class V4l2
{
    public const uint TypeCapture = 1;
    public const uint MemoryMap = 1;
    public const uint FieldNone = 1;
    public const uint CapabilityCapture = 0x1;
    public const uint CapabilityStreaming = 0x04000000;
    public const uint CapabilityDeviceCaps = 0x80000000;
    public const uint FlagError = 0x40;
    public const uint FlagTimestampMask = 0xE000;
    public const uint FlagTimestampMonotonic = 0x2000;
    public const uint EventSourceChange = 5;
    public const uint SizeDiscrete = 1;

    public static readonly uint QueryCapability = Request.Read<Capability>('V', 0);
    public static readonly uint EnumerateFormats = Request.ReadWrite<FormatDescription>('V', 2);
    public static readonly uint SetFormat = Request.ReadWrite<Format>('V', 5);
    public static readonly uint RequestBuffers = Request.ReadWrite<BufferRequest>('V', 8);
    public static readonly uint QueryBuffer = Request.ReadWrite<Buffer>('V', 9);
    public static readonly uint QueueBuffer = Request.ReadWrite<Buffer>('V', 15);
    public static readonly uint DequeueBuffer = Request.ReadWrite<Buffer>('V', 17);
    public static readonly uint StreamOn = Request.Write<int>('V', 18);
    public static readonly uint StreamOff = Request.Write<int>('V', 19);
    public static readonly uint SetParameters = Request.ReadWrite<StreamParameters>('V', 22);
    public static readonly uint EnumerateSizes = Request.ReadWrite<SizeDescription>('V', 74);
    public static readonly uint DequeueEvent = Request.Read<Event>('V', 89);
    public static readonly uint SubscribeEvent = Request.Write<EventSubscription>('V', 90);

    [StructLayout(LayoutKind.Explicit, Size = 104)]
    public struct Capability
    {
        [FieldOffset(0)]
        public Text16 Driver;
        [FieldOffset(16)]
        public Text32 Card;
        [FieldOffset(48)]
        public Text32 Bus;
        [FieldOffset(84)]
        public uint Capabilities;
        [FieldOffset(88)]
        public uint DeviceCapabilities;
    }

    [StructLayout(LayoutKind.Explicit, Size = 64)]
    public struct FormatDescription
    {
        [FieldOffset(0)]
        public uint Index;
        [FieldOffset(4)]
        public uint Type;
        [FieldOffset(12)]
        public Text32 Description;
        [FieldOffset(44)]
        public uint PixelFormat;
    }

    /// <summary>v4l2_format with the member v4l2_pix_format, which stands behind 4 bytes of padding.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 208)]
    public struct Format
    {
        [FieldOffset(0)]
        public uint Type;
        [FieldOffset(8)]
        public uint Width;
        [FieldOffset(12)]
        public uint Height;
        [FieldOffset(16)]
        public uint PixelFormat;
        [FieldOffset(20)]
        public uint Field;
        [FieldOffset(24)]
        public uint BytesPerLine;
        [FieldOffset(28)]
        public uint ImageSize;
        [FieldOffset(32)]
        public uint Colorspace;
        [FieldOffset(44)]
        public uint Encoding;
        [FieldOffset(48)]
        public uint Quantization;
    }

    [StructLayout(LayoutKind.Explicit, Size = 20)]
    public struct BufferRequest
    {
        [FieldOffset(0)]
        public uint Count;
        [FieldOffset(4)]
        public uint Type;
        [FieldOffset(8)]
        public uint Memory;
    }

    [StructLayout(LayoutKind.Explicit, Size = 88)]
    public struct Buffer
    {
        [FieldOffset(0)]
        public uint Index;
        [FieldOffset(4)]
        public uint Type;
        [FieldOffset(8)]
        public uint BytesUsed;
        [FieldOffset(12)]
        public uint Flags;
        [FieldOffset(24)]
        public long Seconds;
        [FieldOffset(32)]
        public long Microseconds;
        [FieldOffset(56)]
        public uint Sequence;
        [FieldOffset(60)]
        public uint Memory;
        [FieldOffset(64)]
        public uint Offset;
        [FieldOffset(72)]
        public uint Length;
    }

    /// <summary>v4l2_streamparm with the member v4l2_captureparm.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 204)]
    public struct StreamParameters
    {
        [FieldOffset(0)]
        public uint Type;
        [FieldOffset(12)]
        public uint Numerator;
        [FieldOffset(16)]
        public uint Denominator;
    }

    /// <summary>v4l2_frmsizeenum; of a stepwise size the members are least, most and step of width, then of height.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 44)]
    public struct SizeDescription
    {
        [FieldOffset(0)]
        public uint Index;
        [FieldOffset(4)]
        public uint PixelFormat;
        [FieldOffset(8)]
        public uint Type;
        [FieldOffset(12)]
        public uint Width;
        [FieldOffset(16)]
        public uint HeightOrMaxWidth;
        [FieldOffset(24)]
        public uint MinHeight;
        [FieldOffset(28)]
        public uint MaxHeight;
    }

    [StructLayout(LayoutKind.Explicit, Size = 32)]
    public struct EventSubscription
    {
        [FieldOffset(0)]
        public uint Type;
    }

    [StructLayout(LayoutKind.Explicit, Size = 136)]
    public struct Event
    {
        [FieldOffset(0)]
        public uint Type;
        [FieldOffset(72)]
        public uint Pending;
        [FieldOffset(80)]
        public long Seconds;
    }

    [InlineArray(16)]
    public struct Text16
    {
        private byte _first;
    }

    [InlineArray(32)]
    public struct Text32
    {
        private byte _first;
    }
}
