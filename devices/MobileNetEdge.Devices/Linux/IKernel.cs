namespace MobileNetEdge.Devices.Linux;

/// <summary>The system calls that cameras and GPIO lines are made of; a test puts a machine of its own in their place.</summary>
/// <remarks>Every call gives -errno where it fails, and is repeated where a signal interrupts it.</remarks>
internal unsafe interface IKernel
{
    /// <summary>The device files whose name starts with a prefix, such as /dev/video, in the order of their numbers.</summary>
    IReadOnlyList<string> DeviceFiles(string prefix);

    /// <summary>Opens a device to read and write, without blocking.</summary>
    int Open(string path);

    /// <summary>Closes a file.</summary>
    int Close(int file);

    /// <summary>A request to a driver.</summary>
    int Ioctl(int file, uint request, void* argument);

    /// <summary>Maps a driver's memory, shared, to read and write.</summary>
    int Map(int file, uint length, long offset, out nint address);

    /// <summary>Ends a mapping.</summary>
    int Unmap(nint address, uint length);

    /// <summary>Waits until a file can be read or has an event; 0 where the time is over, else 1 with what happened.</summary>
    int Poll(int file, int milliseconds, out PollEvents events);

    /// <summary>Reads what is there.</summary>
    int Read(int file, Span<byte> bytes);
}

/// <summary>What poll says of a file; poll(2).</summary>
[Flags]
internal enum PollEvents : short
{
    None = 0,
    In = 1,
    Priority = 2,
    Error = 8,
    HangUp = 16,
    Invalid = 32,
}
