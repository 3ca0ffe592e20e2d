using MobileNetEdge.Devices.Linux;

namespace MobileNetEdge.Devices.Gpio;

/// <summary>The lines of this machine, by the GPIO character device, version 2 (Linux 5.10 and later).</summary>
public sealed unsafe class GpioPins : IPins
{
    private const string ConsumerName = "mobilenet-edge";

    private readonly IKernel _kernel;

    /// <summary>The lines of this machine.</summary>
    public GpioPins()
        : this(LinuxKernel.Instance)
    {
    }

    internal GpioPins(IKernel kernel) => _kernel = kernel;

    /// <summary>Every line of every chip that may be opened.</summary>
    public IReadOnlyList<GpioLine> List() => GpioLines.List(_kernel);

    /// <inheritdoc/>
    public IOutputPin OpenOutput(string line, OutputOptions? options = null)
    {
        options ??= new();
        GpioV2.LineRequest request = new()
        {
            Flags = GpioV2.FlagOutput | (options.IsActiveLow ? GpioV2.FlagActiveLow : 0),
            AttributeCount = 1,
            FirstAttribute = new() { Id = GpioV2.AttributeOutputValues, Values = options.SafeValue ? 1UL : 0, Mask = 1 },
        };
        return new GpioOutput(_kernel, Request(line, ref request), line, options.SafeValue);
    }

    /// <inheritdoc/>
    public IInputPin OpenInput(string line, InputOptions? options = null)
    {
        options ??= new();
        ulong bias = options.Bias switch
        {
            PinBias.PullUp => GpioV2.FlagBiasPullUp,
            PinBias.PullDown => GpioV2.FlagBiasPullDown,
            PinBias.None => GpioV2.FlagBiasDisabled,
            _ => 0,
        };
        GpioV2.LineRequest request = new()
        {
            Flags = GpioV2.FlagInput | GpioV2.FlagEdgeRising | GpioV2.FlagEdgeFalling | bias | (options.IsActiveLow ? GpioV2.FlagActiveLow : 0),
        };
        if (options.Debounce > TimeSpan.Zero)
        {
            request.AttributeCount = 1;
            request.FirstAttribute = new()
            {
                Id = GpioV2.AttributeDebounce,
                DebounceMicroseconds = (uint)Math.Min(options.Debounce.TotalMicroseconds, uint.MaxValue),
                Mask = 1,
            };
        }

        return new GpioInput(_kernel, Request(line, ref request), line);
    }

    private int Request(string line, ref GpioV2.LineRequest request)
    {
        ArgumentException.ThrowIfNullOrEmpty(line);
        (string chip, uint offset) = GpioLines.Find(_kernel, line);
        int file = _kernel.Open(chip);
        if (file < 0)
        {
            throw new GpioException(Describe(line, chip, file));
        }

        request.Offset = offset;
        request.LineCount = 1;
        FixedText.Write(ConsumerName, request.Consumer);
        int result;
        fixed (GpioV2.LineRequest* pointer = &request)
        {
            result = _kernel.Ioctl(file, GpioV2.GetLine, pointer);
        }

        _ = _kernel.Close(file);
        return result < 0 ? throw new GpioException(Describe(line, chip, result)) : request.File;
    }

    private static string Describe(string line, string chip, int result)
    {
        string advice = -result switch
        {
            Errno.Perm or Errno.Access => "; add the user to the group gpio: sudo usermod -aG gpio $USER, then log in again",
            Errno.Busy => $"; another program or driver uses it; 'gpioinfo {chip}' names it",
            Errno.Invalid => "; the chip has no such line, or the line cannot do that",
            _ => "",
        };
        return $"line {line} of {chip}: {Errno.Text(result)}{advice}";
    }
}
