using MobileNetEdge.Devices.Linux;

namespace MobileNetEdge.Devices.Gpio;

/// <summary>A line that is driven. Its safe value is set when disposed, by the finaliser, when the process exits and on an unhandled exception.</summary>
internal sealed unsafe class GpioOutput : IOutputPin
{
    private readonly IKernel _kernel;
    private readonly bool _safeValue;
    private readonly Lock _lock = new();
    private int _file;

    public GpioOutput(IKernel kernel, int file, string name, bool safeValue)
    {
        (_kernel, _file, Name, _safeValue, IsActive) = (kernel, file, name, safeValue, safeValue);
        SafeOutputs.Add(this);
    }

    ~GpioOutput() => Release();

    public string Name { get; }

    public bool IsActive { get; private set; }

    public void Set(bool active)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_file < 0, this);
            int result = Write(active);
            if (result < 0)
            {
                throw new GpioException($"line {Name}: {Errno.Text(result)}");
            }

            IsActive = active;
        }
    }

    public void Dispose()
    {
        SafeOutputs.Remove(this);
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sets the safe value and gives the line back; nothing the second time, and no exception.</summary>
    internal void Release()
    {
        lock (_lock)
        {
            if (_file < 0)
            {
                return;
            }

            _ = Write(_safeValue);
            _ = _kernel.Close(_file);
            (_file, IsActive) = (-1, _safeValue);
        }
    }

    private int Write(bool active)
    {
        GpioV2.LineValues values = new() { Bits = active ? 1UL : 0, Mask = 1 };
        return _kernel.Ioctl(_file, GpioV2.SetValues, &values);
    }
}
