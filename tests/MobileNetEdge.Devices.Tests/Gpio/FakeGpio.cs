using System.Runtime.InteropServices;
using MobileNetEdge.Devices.Linux;

namespace MobileNetEdge.Devices.Tests.Gpio;

/// <summary>Two GPIO chips of a machine that is not there, as the character device shows them.</summary>
internal sealed unsafe class FakeGpio : IKernel
{
    private const int FirstLineFile = 100;

    private readonly Dictionary<int, string> _open = [];
    private int _nextFile = 10;

    /// <summary>Lines of /dev/gpiochip0 and 1, by name.</summary>
    public List<string>[] Chips { get; } = [["ID_SDA", "GPIO17", "GPIO27"], ["twice", "twice", "", "SD_PWR"]];

    /// <summary>What the next open of a chip gives; 0 for success.</summary>
    public int OpenError { get; set; }

    /// <summary>What the next request for a line gives.</summary>
    public int LineError { get; set; }

    /// <summary>What every use of a line gives.</summary>
    public int UseError { get; set; }

    public List<GpioV2.LineRequest> Requests { get; } = [];

    /// <summary>Every value that was set, with the file.</summary>
    public List<(int File, bool Value)> Written { get; } = [];

    public List<int> Closed { get; } = [];

    public Queue<GpioV2.LineEvent> Edges { get; } = new();

    public bool Level { get; set; }

    public IReadOnlyList<string> DeviceFiles(string prefix) => [.. Chips.Select((_, i) => prefix + i)];

    public int Open(string path)
    {
        if (OpenError != 0)
        {
            return OpenError;
        }

        _open[_nextFile] = path;
        return _nextFile++;
    }

    public int Close(int file)
    {
        Closed.Add(file);
        return _open.Remove(file) || file >= FirstLineFile ? 0 : -9;
    }

    public int Ioctl(int file, uint request, void* argument)
    {
        return request switch
        {
            _ when request == GpioV2.GetChipInfo => Describe(Index(file), (GpioV2.ChipInfo*)argument),
            _ when request == GpioV2.GetLineInfo => Describe(Index(file), (GpioV2.LineInfo*)argument),
            _ when request == GpioV2.GetLine => Take((GpioV2.LineRequest*)argument),
            _ when request == GpioV2.SetValues => Set(file, (GpioV2.LineValues*)argument),
            _ when request == GpioV2.GetValues => Get((GpioV2.LineValues*)argument),
            _ => -Errno.NotTty,
        };
    }

    public int Map(int file, uint length, long offset, out nint address) => throw new NotSupportedException();

    public int Unmap(nint address, uint length) => throw new NotSupportedException();

    public int Poll(int file, int milliseconds, out PollEvents events)
    {
        events = UseError != 0 ? PollEvents.Error | PollEvents.HangUp : Edges.Count > 0 ? PollEvents.In : PollEvents.None;
        return events == PollEvents.None ? 0 : 1;
    }

    public int Read(int file, Span<byte> bytes)
    {
        GpioV2.LineEvent edge = Edges.Dequeue();
        MemoryMarshal.Write(bytes, in edge);
        return sizeof(GpioV2.LineEvent);
    }

    private int Index(int file) => _open[file][^1] - '0';

    private int Describe(int chip, GpioV2.ChipInfo* info)
    {
        FixedText.Write($"gpiochip{chip}", info->Name);
        FixedText.Write("pinctrl-rp1", info->Label);
        info->Lines = (uint)Chips[chip].Count;
        return 0;
    }

    private int Describe(int chip, GpioV2.LineInfo* info)
    {
        FixedText.Write(Chips[chip][(int)info->Offset], info->Name);
        return 0;
    }

    private int Take(GpioV2.LineRequest* request)
    {
        Requests.Add(*request);
        request->File = FirstLineFile + Requests.Count - 1;
        return LineError;
    }

    private int Set(int file, GpioV2.LineValues* values)
    {
        if (UseError == 0)
        {
            Written.Add((file, (values->Bits & values->Mask & 1) != 0));
        }

        return UseError;
    }

    private int Get(GpioV2.LineValues* values)
    {
        values->Bits = Level ? values->Mask : 0;
        return UseError;
    }
}
