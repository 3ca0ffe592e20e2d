using System.Runtime.CompilerServices;
using MobileNetEdge.Devices.Linux;

namespace MobileNetEdge.Devices.Camera;

/// <summary>A driver's buffers, mapped into our memory. Released when disposed.</summary>
internal sealed unsafe class V4l2Buffers : IDisposable
{
    private const int Wanted = 4;

    private readonly IKernel _kernel;
    private readonly int _file;
    private readonly List<(nint Address, uint Length)> _maps = [];

    private V4l2Buffers(IKernel kernel, int file) => (_kernel, _file) = (kernel, file);

    /// <summary>Asks for buffers, maps them and hands them to the driver.</summary>
    /// <returns>0, or -errno and no buffers.</returns>
    public static int Create(IKernel kernel, int file, out V4l2Buffers? buffers)
    {
        V4l2Buffers made = new(kernel, file);
        int result = made.Map();
        buffers = result < 0 ? null : made;
        if (result < 0)
        {
            made.Dispose();
        }

        return result;
    }

    /// <summary>The bytes of a buffer that are in use; fewer where the driver claims more than the buffer has.</summary>
    public ReadOnlySpan<byte> Bytes(in V4l2.Buffer buffer)
    {
        if (buffer.Index >= _maps.Count)
        {
            return default;
        }

        (nint address, uint length) = _maps[(int)buffer.Index];
        return new((void*)address, (int)Math.Min(Math.Min(buffer.BytesUsed, length), int.MaxValue));
    }

    /// <summary>Gives a buffer back to the driver.</summary>
    public int Queue(uint index)
    {
        V4l2.Buffer buffer = new() { Type = V4l2.TypeCapture, Memory = V4l2.MemoryMap, Index = index };
        return _kernel.Ioctl(_file, V4l2.QueueBuffer, &buffer);
    }

    /// <summary>Takes a filled buffer from the driver.</summary>
    public int Dequeue(out V4l2.Buffer buffer)
    {
        buffer = new() { Type = V4l2.TypeCapture, Memory = V4l2.MemoryMap };
        return _kernel.Ioctl(_file, V4l2.DequeueBuffer, Unsafe.AsPointer(ref buffer));
    }

    public void Dispose()
    {
        foreach ((nint address, uint length) in _maps)
        {
            _ = _kernel.Unmap(address, length);
        }

        _maps.Clear();
        V4l2.BufferRequest none = new() { Type = V4l2.TypeCapture, Memory = V4l2.MemoryMap };
        _ = _kernel.Ioctl(_file, V4l2.RequestBuffers, &none);
    }

    private int Map()
    {
        V4l2.BufferRequest request = new() { Count = Wanted, Type = V4l2.TypeCapture, Memory = V4l2.MemoryMap };
        int result = _kernel.Ioctl(_file, V4l2.RequestBuffers, &request);
        if (result >= 0 && request.Count == 0)
        {
            return -Errno.Busy;
        }

        for (uint i = 0; result >= 0 && i < Math.Min(request.Count, 32); i++)
        {
            V4l2.Buffer buffer = new() { Type = V4l2.TypeCapture, Memory = V4l2.MemoryMap, Index = i };
            result = _kernel.Ioctl(_file, V4l2.QueryBuffer, &buffer);
            nint address = 0;
            result = result < 0 ? result : _kernel.Map(_file, buffer.Length, buffer.Offset, out address);
            if (result >= 0)
            {
                _maps.Add((address, buffer.Length));
                result = Queue(i);
            }
        }

        return result;
    }
}
