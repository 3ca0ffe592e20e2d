using System.Buffers;
using System.Text.Json;
using Found = MobileNetEdge.Runtime.Detection;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>What both detectors found in a picture, as a line of JSON. Reals survive the way there and back bit by bit.</summary>
internal sealed class DetectionJournalLine : IJournalLine<DetectionOutcome>
{
    /// <summary>Class, score, top, left, bottom, right.</summary>
    private const int Numbers = 6;

    private DetectionJournalLine()
    {
    }

    /// <inheritdoc/>
    public static void Write(IBufferWriter<byte> lines, Utf8JsonWriter writer, int picture, DetectionOutcome outcome)
    {
        JournalValues.Write(lines, writer, picture, outcome.Error, outcome, Write);
    }

    /// <inheritdoc/>
    public static DetectionOutcome? Read(ReadOnlySpan<byte> line, int picture) => JournalValues.Read(line, picture, Read);

    private static void Write(Utf8JsonWriter writer, DetectionOutcome outcome)
    {
        writer.WriteNumber("pixels", outcome.Pixels);
        WriteFound(writer, "float", outcome.Float);
        WriteFound(writer, "int8", outcome.Quantized);
        JournalValues.WriteTimes(writer, outcome.Times);
    }

    private static DetectionOutcome Read(JsonElement root)
    {
        return JournalValues.ReadError(root) is { } error
            ? new DetectionOutcome { Error = error }
            : new DetectionOutcome
            {
                Pixels = root.GetProperty("pixels").GetDouble(),
                Float = ReadFound(root.GetProperty("float")),
                Quantized = ReadFound(root.GetProperty("int8")),
                Times = JournalValues.ReadTimes(root),
            };
    }

    private static void WriteFound(Utf8JsonWriter writer, string name, IReadOnlyList<Found> detections)
    {
        writer.WriteStartArray(name);
        foreach (Found found in detections)
        {
            writer.WriteNumberValue(found.Category);
            foreach (float number in (float[])[found.Score, found.Top, found.Left, found.Bottom, found.Right])
            {
                JournalValues.WriteReal(writer, number);
            }
        }

        writer.WriteEndArray();
    }

    private static Found[] ReadFound(JsonElement element)
    {
        JsonElement[] all = [.. element.EnumerateArray()];
        return all.Length % Numbers == 0
            ? [.. all.Chunk(Numbers).Select(ReadOne)]
            : throw new FormatException($"{all.Length} numbers are no detections");
    }

    private static Found ReadOne(JsonElement[] numbers)
    {
        float Real(int index) => (float)JournalValues.ReadReal(numbers[index]);
        return new Found(numbers[0].GetInt32(), Real(1), Real(2), Real(3), Real(4), Real(5));
    }
}
