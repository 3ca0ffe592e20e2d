namespace MobileNetEdge.Cli;

/// <summary>A part of the machine that cannot be used: what happened, and what to do about it.</summary>
internal sealed class DeviceException(string message, Exception? inner = null) : IOException(message, inner);
