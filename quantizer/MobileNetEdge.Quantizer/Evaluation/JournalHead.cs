using System.Buffers;
using System.Text.Json;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>What a journal belongs to: its first line. A comparison continues only a journal whose head is its own.</summary>
/// <param name="FloatNetwork">The float network's fingerprint.</param>
/// <param name="QuantizedModel">The int8 model's fingerprint.</param>
/// <param name="Pictures">A hash of the pictures' names and labels, in order.</param>
/// <param name="Settings">How pictures are prepared, and how labels are read.</param>
internal sealed record JournalHead(string FloatNetwork, string QuantizedModel, string Pictures, string Settings)
{
    private const string Kind = "mobilenet-edge compare journal 1";

    /// <summary>The line, with its end.</summary>
    public byte[] ToLine()
    {
        ArrayBufferWriter<byte> line = new();
        using (Utf8JsonWriter writer = new(line))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", Kind);
            writer.WriteString("float", FloatNetwork);
            writer.WriteString("int8", QuantizedModel);
            writer.WriteString("pictures", Pictures);
            writer.WriteString("settings", Settings);
            writer.WriteEndObject();
        }

        line.Write("\n"u8);
        return line.WrittenSpan.ToArray();
    }

    /// <summary>Refuses a journal of something else.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="line">Its first line, without the end.</param>
    /// <exception cref="InvalidJournalException">The line is another head, or none.</exception>
    public void RequireSame(string path, ReadOnlySpan<byte> line)
    {
        if (line.SequenceEqual(ToLine().AsSpan()[..^1]))
        {
            return;
        }

        JournalHead found = Parse(line) ?? throw NotOne(path);
        (string What, string Own, string Other)[] parts =
        [
            ("the float network", FloatNetwork, found.FloatNetwork),
            ("the int8 model", QuantizedModel, found.QuantizedModel),
            ("the list of pictures", Pictures, found.Pictures),
            ($"the preparation of pictures ({found.Settings}, not {Settings})", Settings, found.Settings),
        ];
        string[] others = [.. parts.Where(part => part.Own != part.Other).Select(part => part.What)];
        throw new InvalidJournalException(
            $"{path} is the journal of another comparison: {string.Join(", ", others)} differs; delete it to begin anew, or name another file");
    }

    /// <summary>A file that must not be overwritten.</summary>
    public static InvalidJournalException NotOne(string path) => new($"{path} is no journal of a comparison; it stays as it is");

    private static JournalHead? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            Utf8JsonReader reader = new(line);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            string Text(string name) => root.GetProperty(name).GetString() ?? "";
            return Text("kind") == Kind ? new(Text("float"), Text("int8"), Text("pictures"), Text("settings")) : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
