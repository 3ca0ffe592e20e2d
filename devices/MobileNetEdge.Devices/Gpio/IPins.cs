namespace MobileNetEdge.Devices.Gpio;

/// <summary>Gives lines to drive and to watch; another library's driver can stand behind it.</summary>
public interface IPins
{
    /// <summary>Takes a line to drive it.</summary>
    /// <param name="line">Its name (GPIO17), or a chip and an offset (gpiochip0:17).</param>
    /// <param name="options">How.</param>
    /// <exception cref="GpioException">There is no such line, or it may not be used.</exception>
    IOutputPin OpenOutput(string line, OutputOptions? options = null);

    /// <summary>Takes a line to watch it.</summary>
    /// <param name="line">Its name (GPIO17), or a chip and an offset (gpiochip0:17).</param>
    /// <param name="options">How.</param>
    /// <exception cref="GpioException">There is no such line, or it may not be used.</exception>
    IInputPin OpenInput(string line, InputOptions? options = null);
}

/// <summary>A line that is driven. Goes to its safe value and is released when disposed, and when the program ends.</summary>
public interface IOutputPin : IDisposable
{
    /// <summary>The line, for people.</summary>
    string Name { get; }

    /// <summary>Whether it is active: high, or low where it is active low.</summary>
    bool IsActive { get; }

    /// <summary>Drives it.</summary>
    /// <exception cref="GpioException">The line is gone.</exception>
    void Set(bool active);
}

/// <summary>A line that is watched. Released when disposed.</summary>
public interface IInputPin : IDisposable
{
    /// <summary>The line, for people.</summary>
    string Name { get; }

    /// <summary>Whether it is active: high, or low where it is active low.</summary>
    /// <exception cref="GpioException">The line is gone.</exception>
    bool Read();

    /// <summary>Waits for an edge.</summary>
    /// <param name="timeout">How long.</param>
    /// <param name="edge">What happened, and when.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="GpioException">The line is gone.</exception>
    bool WaitForEdge(TimeSpan timeout, out PinEdge edge);
}

/// <summary>An edge of a line.</summary>
/// <param name="IsRising">Whether the line became active.</param>
/// <param name="Timestamp">When, on CLOCK_MONOTONIC.</param>
/// <param name="Sequence">The line's count of edges, from 1; a gap is an edge that was lost.</param>
public readonly record struct PinEdge(bool IsRising, TimeSpan Timestamp, long Sequence);

/// <summary>How a line is driven.</summary>
public sealed record OutputOptions
{
    /// <summary>Whether active means low, as with many relay boards.</summary>
    public bool IsActiveLow { get; init; }

    /// <summary>What the line is set to at first, when released, and when the program ends.</summary>
    public bool SafeValue { get; init; }
}

/// <summary>The resistor at an input.</summary>
public enum PinBias
{
    /// <summary>As it is.</summary>
    Unchanged,

    /// <summary>To the supply: for a button to ground.</summary>
    PullUp,

    /// <summary>To ground: for a button to the supply.</summary>
    PullDown,

    /// <summary>None.</summary>
    None,
}

/// <summary>How a line is watched.</summary>
public sealed record InputOptions
{
    /// <summary>Whether active means low, as with a button to ground.</summary>
    public bool IsActiveLow { get; init; }

    /// <summary>The resistor.</summary>
    public PinBias Bias { get; init; }

    /// <summary>Edges that follow one another faster than this are one; a button's contacts bounce for some milliseconds.</summary>
    public TimeSpan Debounce { get; init; }
}

/// <summary>A line that cannot be had or is gone: what happened, and what to do about it.</summary>
public sealed class GpioException(string message) : IOException(message);
