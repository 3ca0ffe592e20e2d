using System.Device.Gpio;
using System.Globalization;
using MobileNetEdge.Devices.Gpio;

namespace MobileNetEdge.Devices.DotnetIot;

/// <summary>The lines of a <see cref="GpioController"/>: for boards and drivers that our own code does not know.</summary>
/// <remarks>Lines are numbered, not named: GPIO17 and 17 are pin 17 of the controller's driver.</remarks>
/// <param name="controller">The controller.</param>
/// <param name="ownsController">Whether it is disposed with this.</param>
public sealed class ControllerPins(GpioController controller, bool ownsController = false) : IPins, IDisposable
{
    private const string Prefix = "GPIO";

    /// <inheritdoc/>
    public IOutputPin OpenOutput(string line, OutputOptions? options = null)
    {
        return Guard(line, pin => new ControllerOutput(controller, pin, line, options ?? new()));
    }

    /// <inheritdoc/>
    public IInputPin OpenInput(string line, InputOptions? options = null)
    {
        return Guard(line, pin => new ControllerInput(controller, pin, line, options ?? new()));
    }

    /// <summary>Disposes the controller where it is owned.</summary>
    public void Dispose()
    {
        if (ownsController)
        {
            controller.Dispose();
        }
    }

    /// <summary>The number in a line's name.</summary>
    /// <exception cref="GpioException">There is none.</exception>
    internal static int NumberOf(string line)
    {
        ArgumentException.ThrowIfNullOrEmpty(line);
        ReadOnlySpan<char> number = line.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? line.AsSpan(Prefix.Length) : line;
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int pin)
            ? pin
            : throw new GpioException($"line {line}: a controller's lines are GPIO17 or 17");
    }

    /// <summary>The drivers throw what they like: all of it means that the line cannot be had.</summary>
    private static T Guard<T>(string line, Func<int, T> open)
    {
        int pin = NumberOf(line);
        try
        {
            return open(pin);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or ArgumentException or NotSupportedException or UnauthorizedAccessException)
        {
            throw new GpioException($"line {line}: {exception.Message}");
        }
    }
}
