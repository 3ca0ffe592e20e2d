using System.Runtime.InteropServices;
using MobileNetEdge.Devices.Linux;

namespace MobileNetEdge.Devices.Tests.Camera;

/// <summary>A camera that is not there, as Video4Linux2 shows it.</summary>
internal sealed unsafe class FakeV4l2 : IKernel, IDisposable
{
    public const int File = 7;

    private readonly List<nint> _memory = [];
    private readonly Queue<uint> _queued = new();
    private readonly uint[] _codes = [Code("BA81"), Code("YUYV"), Code("MJPG")];

    /// <summary>What the device claims to be.</summary>
    public uint Capabilities { get; set; } = V4l2.CapabilityCapture | V4l2.CapabilityStreaming;

    /// <summary>Results of calls by request; what is not in here succeeds.</summary>
    public Dictionary<uint, int> Results { get; } = [];

    public int OpenResult { get; set; } = File;

    /// <summary>Changes what the driver makes of a format.</summary>
    public Func<V4l2.Format, V4l2.Format> Negotiate { get; set; } = Plain;

    /// <summary>Frames to come: bytes, flags and sequence.</summary>
    public Queue<(byte[] Bytes, uint Flags, uint Sequence)> Frames { get; } = new();

    /// <summary>What poll reports where no frame is there.</summary>
    public PollEvents Idle { get; set; }

    public Queue<uint> Events { get; } = new();

    public V4l2.Format? Asked { get; private set; }

    public V4l2.StreamParameters? Rate { get; private set; }

    public uint BufferLength { get; set; } = 4096;

    public int Buffers { get; set; } = 4;

    public int Mapped { get; private set; }

    public bool IsOpen { get; private set; }

    public bool IsStreaming { get; private set; }

    public static uint Code(string name) => BitConverter.ToUInt32([.. name.Select(c => (byte)c)]);

    public static V4l2.Format Plain(V4l2.Format format)
    {
        format.BytesPerLine = format.Width * 2;
        format.ImageSize = format.BytesPerLine * format.Height;
        return format;
    }

    public IReadOnlyList<string> DeviceFiles(string prefix) => ["/dev/video0"];

    public int Open(string path)
    {
        IsOpen = OpenResult > 0;
        return OpenResult;
    }

    public int Close(int file)
    {
        (IsOpen, IsStreaming) = (false, false);
        return 0;
    }

    public int Ioctl(int file, uint request, void* argument)
    {
        if (Results.TryGetValue(request, out int result))
        {
            return result;
        }

        return request switch
        {
            _ when request == V4l2.QueryCapability => Describe((V4l2.Capability*)argument),
            _ when request == V4l2.EnumerateFormats => Describe((V4l2.FormatDescription*)argument),
            _ when request == V4l2.EnumerateSizes => Describe((V4l2.SizeDescription*)argument),
            _ when request == V4l2.SetFormat => SetFormat((V4l2.Format*)argument),
            _ when request == V4l2.SetParameters => SetRate((V4l2.StreamParameters*)argument),
            _ when request == V4l2.RequestBuffers => RequestBuffers((V4l2.BufferRequest*)argument),
            _ when request == V4l2.QueryBuffer => QueryBuffer((V4l2.Buffer*)argument),
            _ when request == V4l2.QueueBuffer => Queue((V4l2.Buffer*)argument),
            _ when request == V4l2.DequeueBuffer => Dequeue((V4l2.Buffer*)argument),
            _ when request == V4l2.DequeueEvent => DequeueEvent((V4l2.Event*)argument),
            _ when request == V4l2.StreamOn => Stream(true),
            _ when request == V4l2.StreamOff => Stream(false),
            _ when request == V4l2.SubscribeEvent => 0,
            _ => -Errno.NotTty,
        };
    }

    public int Map(int file, uint length, long offset, out nint address)
    {
        address = Marshal.AllocHGlobal((nint)length);
        _memory.Add(address);
        Mapped++;
        return 0;
    }

    public int Unmap(nint address, uint length)
    {
        Assert.True(_memory.Remove(address));
        Marshal.FreeHGlobal(address);
        Mapped--;
        return 0;
    }

    public int Poll(int file, int milliseconds, out PollEvents events)
    {
        events = Events.Count > 0 ? PollEvents.Priority : Frames.Count > 0 ? PollEvents.In : Idle;
        return events == PollEvents.None ? 0 : 1;
    }

    public int Read(int file, Span<byte> bytes) => -Errno.Invalid;

    public void Dispose() => _memory.ForEach(Marshal.FreeHGlobal);

    private int Describe(V4l2.Capability* capability)
    {
        FixedText.Write("uvcvideo", capability->Driver);
        FixedText.Write("A camera", capability->Card);
        (capability->Capabilities, capability->DeviceCapabilities) = (Capabilities | V4l2.CapabilityDeviceCaps, Capabilities);
        return 0;
    }

    private int Describe(V4l2.FormatDescription* format)
    {
        if (format->Index >= _codes.Length)
        {
            return -Errno.Invalid;
        }

        format->PixelFormat = _codes[format->Index];
        return 0;
    }

    private static int Describe(V4l2.SizeDescription* size)
    {
        (size->Type, size->Width, size->HeightOrMaxWidth) = (V4l2.SizeDiscrete, 640 / (size->Index + 1), 480 / (size->Index + 1));
        return size->Index < 2 ? 0 : -Errno.Invalid;
    }

    private int SetFormat(V4l2.Format* format)
    {
        Asked = *format;
        *format = Negotiate(*format);
        return 0;
    }

    private int SetRate(V4l2.StreamParameters* parameters)
    {
        Rate = *parameters;
        return 0;
    }

    private int RequestBuffers(V4l2.BufferRequest* request)
    {
        request->Count = (uint)Math.Min(request->Count, Buffers);
        return 0;
    }

    private int QueryBuffer(V4l2.Buffer* buffer)
    {
        (buffer->Length, buffer->Offset) = (BufferLength, buffer->Index * BufferLength);
        return 0;
    }

    private int Queue(V4l2.Buffer* buffer)
    {
        _queued.Enqueue(buffer->Index);
        return 0;
    }

    private int Dequeue(V4l2.Buffer* buffer)
    {
        if (Frames.Count == 0)
        {
            return (Idle & PollEvents.HangUp) != 0 ? -Errno.NoDevice : -Errno.Again;
        }

        (byte[] bytes, uint flags, uint sequence) = Frames.Dequeue();
        uint index = _queued.Dequeue();
        bytes.AsSpan().CopyTo(new Span<byte>((void*)_memory[(int)index], (int)BufferLength));
        (buffer->Index, buffer->BytesUsed, buffer->Flags, buffer->Sequence) = (index, (uint)bytes.Length, flags, sequence);
        (buffer->Seconds, buffer->Microseconds) = (5, 250);
        return 0;
    }

    private int DequeueEvent(V4l2.Event* happened)
    {
        happened->Type = Events.Dequeue();
        return 0;
    }

    private int Stream(bool on)
    {
        IsStreaming = on;
        return 0;
    }
}
