using System.Runtime.CompilerServices;
using MobileNetEdge.Devices.Gpio;
using MobileNetEdge.Devices.Linux;

namespace MobileNetEdge.Devices.Tests.Gpio;

public sealed class GpioPinsTests
{
    private readonly FakeGpio _machine = new();

    [Fact]
    public void A_line_is_found_by_its_name_on_any_chip()
    {
        using IOutputPin pin = new GpioPins(_machine).OpenOutput("SD_PWR");
        GpioV2.LineRequest request = Assert.Single(_machine.Requests);
        Assert.Equal((3u, 1u), (request.Offset, request.LineCount));
        Assert.Equal("mobilenet-edge", FixedText.Read(request.Consumer));
        Assert.Equal(GpioV2.FlagOutput, request.Flags);
    }

    [Theory]
    [InlineData("gpiochip1:2", 2u)]
    [InlineData("/dev/gpiochip0:1", 1u)]
    public void A_line_is_found_by_chip_and_offset(string line, uint offset)
    {
        using IOutputPin pin = new GpioPins(_machine).OpenOutput(line);
        Assert.Equal(offset, Assert.Single(_machine.Requests).Offset);
    }

    [Fact]
    public void An_output_starts_and_ends_at_its_safe_value()
    {
        IOutputPin pin = new GpioPins(_machine).OpenOutput("GPIO17", new() { IsActiveLow = true, SafeValue = true });
        GpioV2.LineRequest request = Assert.Single(_machine.Requests);
        Assert.Equal(GpioV2.FlagOutput | GpioV2.FlagActiveLow, request.Flags);
        Assert.Equal((GpioV2.AttributeOutputValues, 1UL, 1UL), (request.FirstAttribute.Id, request.FirstAttribute.Values, request.FirstAttribute.Mask));
        Assert.True(pin.IsActive);
        pin.Set(false);
        Assert.False(pin.IsActive);
        pin.Dispose();
        pin.Dispose();
        Assert.Equal([(100, false), (100, true)], _machine.Written);
        Assert.Single(_machine.Closed, 100);
        Assert.Throws<ObjectDisposedException>(() => pin.Set(true));
    }

    [Fact]
    public void A_forgotten_output_is_made_safe_by_its_finaliser()
    {
        Forget();
        for (int i = 0; i < 20 && !_machine.Closed.Contains(100); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal([(100, true), (100, false)], _machine.Written);
    }

    [Fact]
    public void Outputs_are_made_safe_when_the_process_ends()
    {
        IOutputPin pin = new GpioPins(_machine).OpenOutput("GPIO17");
        pin.Set(true);
        SafeOutputs.ReleaseAll();
        Assert.Equal([(100, true), (100, false)], _machine.Written);
        pin.Dispose();
        Assert.Equal(2, _machine.Written.Count);
    }

    [Fact]
    public void An_input_reports_edges_with_time_and_count()
    {
        InputOptions options = new() { IsActiveLow = true, Bias = PinBias.PullUp, Debounce = TimeSpan.FromMilliseconds(5) };
        using IInputPin pin = new GpioPins(_machine).OpenInput("GPIO27", options);
        GpioV2.LineRequest request = Assert.Single(_machine.Requests);
        Assert.Equal(
            GpioV2.FlagInput | GpioV2.FlagEdgeRising | GpioV2.FlagEdgeFalling | GpioV2.FlagBiasPullUp | GpioV2.FlagActiveLow, request.Flags);
        Assert.Equal((GpioV2.AttributeDebounce, 5000u), (request.FirstAttribute.Id, request.FirstAttribute.DebounceMicroseconds));
        Assert.False(pin.WaitForEdge(TimeSpan.Zero, out _));
        _machine.Edges.Enqueue(new() { Id = GpioV2.RisingEdge, TimestampNanoseconds = 1_500_000_000, LineSequence = 7 });
        _machine.Edges.Enqueue(new() { Id = 2, TimestampNanoseconds = 1_600_000_000, LineSequence = 8 });
        Assert.True(pin.WaitForEdge(TimeSpan.Zero, out PinEdge edge));
        Assert.Equal(new PinEdge(true, TimeSpan.FromSeconds(1.5), 7), edge);
        Assert.True(pin.WaitForEdge(TimeSpan.Zero, out edge));
        Assert.Equal(new PinEdge(false, TimeSpan.FromSeconds(1.6), 8), edge);
        _machine.Level = true;
        Assert.True(pin.Read());
    }

    [Fact]
    public void Every_line_of_every_chip_is_listed()
    {
        IReadOnlyList<GpioLine> lines = new GpioPins(_machine).List();
        Assert.Equal(7, lines.Count);
        Assert.Equal(new GpioLine("/dev/gpiochip0", "pinctrl-rp1", 1, "GPIO17", ""), lines[1]);
    }

    [Theory]
    [InlineData("GPIO99", 0, 0, "no line is called GPIO99")]
    [InlineData("twice", 0, 0, "2 lines are called twice; write gpiochip1:0 for the first")]
    [InlineData("GPIO17", -13, 0, "usermod -aG gpio")]
    [InlineData("gpiochip0:1", -13, 0, "usermod -aG gpio")]
    [InlineData("GPIO17", 0, -16, "another program or driver uses it")]
    [InlineData("gpiochip0:99", 0, -22, "the chip has no such line")]
    public void What_goes_wrong_is_told_with_what_to_do(string line, int openError, int lineError, string expected)
    {
        (_machine.OpenError, _machine.LineError) = (openError, lineError);
        GpioException exception = Assert.Throws<GpioException>(() => new GpioPins(_machine).OpenOutput(line));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_chips_is_told()
    {
        GpioException exception = Assert.Throws<GpioException>(() => new GpioPins(new ChiplessMachine()).OpenInput("GPIO17"));
        Assert.Contains("no GPIO chip", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_gone_is_an_exception_for_who_uses_it_and_none_at_the_end()
    {
        IOutputPin output = new GpioPins(_machine).OpenOutput("GPIO17");
        using IInputPin input = new GpioPins(_machine).OpenInput("GPIO27");
        _machine.UseError = -Errno.NoDevice;
        Assert.Throws<GpioException>(() => output.Set(true));
        Assert.Throws<GpioException>(() => input.Read());
        Assert.Throws<GpioException>(() => input.WaitForEdge(TimeSpan.Zero, out _));
        output.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Forget() => new GpioPins(_machine).OpenOutput("GPIO17").Set(true);

    private sealed unsafe class ChiplessMachine : IKernel
    {
        public IReadOnlyList<string> DeviceFiles(string prefix) => [];

        public int Open(string path) => -Errno.NoEntry;

        public int Close(int file) => 0;

        public int Ioctl(int file, uint request, void* argument) => -Errno.NotTty;

        public int Map(int file, uint length, long offset, out nint address) => throw new NotSupportedException();

        public int Unmap(nint address, uint length) => 0;

        public int Poll(int file, int milliseconds, out PollEvents events) => throw new NotSupportedException();

        public int Read(int file, Span<byte> bytes) => 0;
    }
}
