using System.Device.Gpio;
using MobileNetEdge.Devices.Gpio;

namespace MobileNetEdge.Devices.DotnetIot;

/// <summary>A line that a controller drives; goes to its safe value when disposed and when the process ends.</summary>
internal sealed class ControllerOutput : IOutputPin
{
    private readonly GpioController _controller;
    private readonly int _pin;
    private readonly OutputOptions _options;
    private readonly Lock _lock = new();
    private bool _isOpen = true;

    public ControllerOutput(GpioController controller, int pin, string name, OutputOptions options)
    {
        (_controller, _pin, _options, Name, IsActive) = (controller, pin, options, name, options.SafeValue);
        controller.OpenPin(pin, PinMode.Output, Level(options.SafeValue));
        AppDomain.CurrentDomain.ProcessExit += ProcessExit;
    }

    public string Name { get; }

    public bool IsActive { get; private set; }

    public void Set(bool active)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(!_isOpen, this);
            try
            {
                _controller.Write(_pin, Level(active));
            }
            catch (Exception exception) when (exception is InvalidOperationException or IOException)
            {
                throw new GpioException($"line {Name}: {exception.Message}");
            }

            IsActive = active;
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= ProcessExit;
        lock (_lock)
        {
            if (!_isOpen)
            {
                return;
            }

            _isOpen = false;
            try
            {
                _controller.Write(_pin, Level(_options.SafeValue));
                _controller.ClosePin(_pin);
            }
            catch (Exception exception) when (exception is InvalidOperationException or IOException or ObjectDisposedException)
            {
                // The controller is gone, and its lines with it.
            }

            IsActive = _options.SafeValue;
        }
    }

    private PinValue Level(bool active) => active != _options.IsActiveLow ? PinValue.High : PinValue.Low;

    private void ProcessExit(object? sender, EventArgs e) => Dispose();
}
