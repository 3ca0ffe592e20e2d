using System.Buffers;
using System.Text.Json;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>How what became of a picture stands in a journal: a line of JSON.</summary>
/// <typeparam name="TOutcome">What became of a picture.</typeparam>
internal interface IJournalLine<TOutcome>
    where TOutcome : class
{
    /// <summary>Writes a line, with its end.</summary>
    static abstract void Write(IBufferWriter<byte> lines, Utf8JsonWriter writer, int picture, TOutcome outcome);

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="picture">Which picture it must be of.</param>
    /// <returns>What became of it; null where the line is malformed.</returns>
    static abstract TOutcome? Read(ReadOnlySpan<byte> line, int picture);
}
