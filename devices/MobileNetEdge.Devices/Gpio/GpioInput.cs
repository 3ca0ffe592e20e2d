using System.Runtime.InteropServices;
using MobileNetEdge.Devices.Linux;

namespace MobileNetEdge.Devices.Gpio;

/// <summary>A line that is watched.</summary>
internal sealed unsafe class GpioInput(IKernel kernel, int file, string name) : IInputPin
{
    private int _file = file;

    ~GpioInput() => Release();

    public string Name => name;

    public bool Read()
    {
        ObjectDisposedException.ThrowIf(_file < 0, this);
        GpioV2.LineValues values = new() { Mask = 1 };
        int result = kernel.Ioctl(_file, GpioV2.GetValues, &values);
        return result < 0 ? throw Gone(result) : (values.Bits & 1) != 0;
    }

    public bool WaitForEdge(TimeSpan timeout, out PinEdge edge)
    {
        ObjectDisposedException.ThrowIf(_file < 0, this);
        edge = default;
        int ready = kernel.Poll(_file, (int)Math.Clamp(timeout.TotalMilliseconds, 0, int.MaxValue), out PollEvents events);
        if (ready == 0)
        {
            return false;
        }

        if (ready < 0 || (events & PollEvents.In) == 0)
        {
            throw Gone(ready < 0 ? ready : -Errno.NoDevice);
        }

        GpioV2.LineEvent read = default;
        int count = kernel.Read(_file, MemoryMarshal.AsBytes(new Span<GpioV2.LineEvent>(ref read)));
        if (count < sizeof(GpioV2.LineEvent))
        {
            return count is 0 or -Errno.Again ? false : throw Gone(count < 0 ? count : -Errno.Io);
        }

        edge = new(read.Id == GpioV2.RisingEdge, new TimeSpan((long)(read.TimestampNanoseconds / TimeSpan.NanosecondsPerTick)), read.LineSequence);
        return true;
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        int open = Interlocked.Exchange(ref _file, -1);
        _ = open < 0 ? 0 : kernel.Close(open);
    }

    private GpioException Gone(int result) => new($"line {name}: {Errno.Text(result)}");
}
