namespace MobileNetEdge.Cli;

/// <summary>Options that parse, but make no sense together or for this model.</summary>
internal sealed class UsageException(string message) : Exception(message);
