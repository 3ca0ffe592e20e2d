using System.Device.Gpio;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Gpio;

namespace MobileNetEdge.Devices.DotnetIot;

/// <summary>A line that a controller watches. Edges are stamped when its callback comes, and debounced here.</summary>
internal sealed class ControllerInput : IInputPin
{
    /// <summary>Edges that nobody waited for; the oldest are lost beyond that, and leave a gap in the count.</summary>
    private const int MostWaiting = 64;

    private readonly GpioController _controller;
    private readonly int _pin;
    private readonly InputOptions _options;
    private readonly object _lock = new();
    private readonly Queue<PinEdge> _edges = new();
    private TimeSpan _lastEdge = TimeSpan.MinValue;
    private long _count;
    private bool _isOpen = true;

    public ControllerInput(GpioController controller, int pin, string name, InputOptions options)
    {
        (_controller, _pin, _options, Name) = (controller, pin, options, name);
        controller.OpenPin(pin, Mode(options.Bias));
        controller.RegisterCallbackForPinValueChangedEvent(pin, PinEventTypes.Rising | PinEventTypes.Falling, Changed);
    }

    public string Name { get; }

    public bool Read()
    {
        ObjectDisposedException.ThrowIf(!_isOpen, this);
        try
        {
            return (_controller.Read(_pin) == PinValue.High) != _options.IsActiveLow;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            throw new GpioException($"line {Name}: {exception.Message}");
        }
    }

    public bool WaitForEdge(TimeSpan timeout, out PinEdge edge)
    {
        long end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        lock (_lock)
        {
            while (!_edges.TryDequeue(out edge))
            {
                long left = end - Environment.TickCount64;
                if (left <= 0)
                {
                    return false;
                }

                Monitor.Wait(_lock, (int)Math.Min(left, int.MaxValue));
            }

            return true;
        }
    }

    public void Dispose()
    {
        if (!_isOpen)
        {
            return;
        }

        _isOpen = false;
        try
        {
            _controller.UnregisterCallbackForPinValueChangedEvent(_pin, Changed);
            _controller.ClosePin(_pin);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or ObjectDisposedException)
        {
            // The controller is gone, and its lines with it.
        }
    }

    private static PinMode Mode(PinBias bias) => bias switch
    {
        PinBias.PullUp => PinMode.InputPullUp,
        PinBias.PullDown => PinMode.InputPullDown,
        _ => PinMode.Input,
    };

    private void Changed(object sender, PinValueChangedEventArgs e)
    {
        TimeSpan now = MonotonicClock.Now;
        lock (_lock)
        {
            bool bounces = _lastEdge != TimeSpan.MinValue && now - _lastEdge < _options.Debounce;
            _lastEdge = now;
            if (bounces)
            {
                return;
            }

            if (_edges.Count == MostWaiting)
            {
                _edges.Dequeue();
            }

            bool isRising = e.ChangeType == PinEventTypes.Rising;
            _edges.Enqueue(new(isRising != _options.IsActiveLow, now, ++_count));
            Monitor.PulseAll(_lock);
        }
    }
}
