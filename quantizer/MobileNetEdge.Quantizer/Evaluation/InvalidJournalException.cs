namespace MobileNetEdge.Quantizer;

/// <summary>A journal that belongs to another comparison, or a file that is no journal.</summary>
/// <param name="message">Which file, and what is wrong.</param>
public sealed class InvalidJournalException(string message) : IOException(message);
