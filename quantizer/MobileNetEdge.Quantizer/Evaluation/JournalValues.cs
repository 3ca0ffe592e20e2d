using System.Globalization;
using System.Text.Json;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Values in a journal's lines.</summary>
internal static class JournalValues
{
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
