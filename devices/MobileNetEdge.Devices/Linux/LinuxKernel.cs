using System.Globalization;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Devices.Linux;

/// <summary>The kernel of a 64-bit Linux, through the C library.</summary>
internal sealed unsafe partial class LinuxKernel : IKernel
{
    private const string Library = "libc";
    private const int ReadWriteNonBlockingCloseOnExec = 0x2 | 0x800 | 0x80000;
    private const int ReadWriteProtection = 0x1 | 0x2;
    private const int SharedMapping = 0x1;

    public static LinuxKernel Instance { get; } = new();

    public IReadOnlyList<string> DeviceFiles(string prefix)
    {
        string folder = Path.GetDirectoryName(prefix)!;
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return [.. Directory.EnumerateFileSystemEntries(folder, Path.GetFileName(prefix) + "*")
            .Where(path => Number(path, prefix) >= 0)
            .OrderBy(path => Number(path, prefix))];
    }

    public int Open(string path) => Result(() => OpenFile(path, ReadWriteNonBlockingCloseOnExec));

    public int Close(int file) => CloseFile(file) < 0 ? -Marshal.GetLastPInvokeError() : 0;

    public int Ioctl(int file, uint request, void* argument)
    {
        while (true)
        {
            int result = Control(file, request, argument);
            if (result >= 0)
            {
                return result;
            }

            int error = Marshal.GetLastPInvokeError();
            if (error != Errno.Interrupted)
            {
                return -error;
            }
        }
    }

    public int Map(int file, uint length, long offset, out nint address)
    {
        address = MapMemory(0, length, ReadWriteProtection, SharedMapping, file, offset);
        return address == -1 ? -Marshal.GetLastPInvokeError() : 0;
    }

    public int Unmap(nint address, uint length) => UnmapMemory(address, length) < 0 ? -Marshal.GetLastPInvokeError() : 0;

    public int Poll(int file, int milliseconds, out PollEvents events)
    {
        long end = Environment.TickCount64 + milliseconds;
        PollEntry entry = new() { File = file, Events = (short)(PollEvents.In | PollEvents.Priority) };
        while (true)
        {
            int left = (int)Math.Max(end - Environment.TickCount64, 0);
            int result = PollFiles(&entry, 1, left);
            events = (PollEvents)entry.Returned;
            if (result >= 0)
            {
                return result;
            }

            int error = Marshal.GetLastPInvokeError();
            if (error != Errno.Interrupted)
            {
                return -error;
            }
        }
    }

    public int Read(int file, Span<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            while (true)
            {
                nint result = ReadFile(file, first, (nuint)bytes.Length);
                if (result >= 0)
                {
                    return (int)result;
                }

                int error = Marshal.GetLastPInvokeError();
                if (error != Errno.Interrupted)
                {
                    return -error;
                }
            }
        }
    }

    private static int Number(string path, string prefix)
    {
        return int.TryParse(path.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
    }

    private static int Result(Func<int> call)
    {
        while (true)
        {
            int result = call();
            if (result >= 0)
            {
                return result;
            }

            int error = Marshal.GetLastPInvokeError();
            if (error != Errno.Interrupted)
            {
                return -error;
            }
        }
    }

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    private static partial int CloseFile(int file);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int file, nuint request, void* argument);

    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapMemory(nint address, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport(Library, EntryPoint = "munmap", SetLastError = true)]
    private static partial int UnmapMemory(nint address, nuint length);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    private static partial int PollFiles(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadFile(int file, byte* bytes, nuint length);

    private struct PollEntry
    {
        public int File;
        public short Events;
        public short Returned;
    }
}
