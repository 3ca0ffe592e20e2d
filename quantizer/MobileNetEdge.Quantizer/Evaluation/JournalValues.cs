using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Values in a journal's lines.</summary>
internal static class JournalValues
{
    /// <summary>Writes a line of JSON of a picture, with its end.</summary>
    /// <param name="lines">Where lines go.</param>
    /// <param name="writer">What writes them.</param>
    /// <param name="picture">Which picture.</param>
    /// <param name="error">What kept it from being compared; null where nothing did.</param>
    /// <param name="outcome">What became of it otherwise.</param>
    /// <param name="write">Writes the outcome's properties.</param>
    public static void Write<TOutcome>(
        IBufferWriter<byte> lines, Utf8JsonWriter writer, int picture, Exception? error, TOutcome outcome, Action<Utf8JsonWriter, TOutcome> write)
    {
        writer.Reset(lines);
        writer.WriteStartObject();
        writer.WriteNumber("picture", picture);
        if (error is not null)
        {
            writer.WriteString("error", error.Message);
        }
        else
        {
            write(writer, outcome);
        }

        writer.WriteEndObject();
        writer.Flush();
        lines.Write("\n"u8);
    }

    /// <summary>The error of a line, which is of a picture that was not compared; null where it has none.</summary>
    public static IOException? ReadError(JsonElement root)
    {
        return root.TryGetProperty("error", out JsonElement error) ? new IOException(error.GetString()) : null;
    }

    /// <summary>Reads a line of JSON that must be of a picture.</summary>
    /// <returns>What <paramref name="read"/> makes of it; null where it is malformed or of another picture.</returns>
    public static TOutcome? Read<TOutcome>(ReadOnlySpan<byte> line, int picture, Func<JsonElement, TOutcome?> read)
        where TOutcome : class
    {
        try
        {
            Utf8JsonReader reader = new(line);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            return reader.BytesConsumed == line.Length && root.GetProperty("picture").GetInt32() == picture ? read(root) : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>JSON has no numbers for infinity and what is no number; they are strings.</summary>
    public static void WriteReal(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>What <see cref="WriteReal"/> wrote.</summary>
    public static double ReadReal(JsonElement element)
    {
        return element.ValueKind == JsonValueKind.String
            ? double.Parse(element.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)
            : element.GetDouble();
    }

    /// <summary>Writes the times of a picture.</summary>
    public static void WriteTimes(Utf8JsonWriter writer, ComparisonTimes times)
    {
        writer.WriteStartArray("ticks");
        writer.WriteNumberValue(times.Preprocess.Ticks);
        writer.WriteNumberValue(times.Float.Ticks);
        writer.WriteNumberValue(times.Quantized.Ticks);
        writer.WriteEndArray();
    }

    /// <summary>What <see cref="WriteTimes"/> wrote.</summary>
    public static ComparisonTimes ReadTimes(JsonElement root)
    {
        JsonElement ticks = root.GetProperty("ticks");
        return new(TimeSpan.FromTicks(ticks[0].GetInt64()), TimeSpan.FromTicks(ticks[1].GetInt64()), TimeSpan.FromTicks(ticks[2].GetInt64()));
    }
}
