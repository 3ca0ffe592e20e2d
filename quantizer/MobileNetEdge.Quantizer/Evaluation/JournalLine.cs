using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>What became of one picture, as a line of JSON. Reals survive the way there and back bit by bit.</summary>
internal static class JournalLine
{
    /// <summary>Writes a line, with its end.</summary>
    public static void Write(IBufferWriter<byte> lines, Utf8JsonWriter writer, int picture, PictureOutcome outcome)
    {
        writer.Reset(lines);
        writer.WriteStartObject();
        writer.WriteNumber("picture", picture);
        if (outcome.Error is { } error)
        {
            writer.WriteString("error", error.Message);
        }
        else
        {
            WriteAnswer(writer, "float", outcome.FloatAnswer, outcome.Float);
            WriteAnswer(writer, "int8", outcome.QuantizedAnswer, outcome.Quantized);
            writer.WriteBoolean("agrees", outcome.Agrees);
            WriteReal(writer, "signal", outcome.Signal);
            WriteReal(writer, "noise", outcome.Noise);
            WriteReal(writer, "cosine", outcome.Cosine);
            WriteTimes(writer, outcome.Times);
        }

        writer.WriteEndObject();
        writer.Flush();
        lines.Write("\n"u8);
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="picture">Which picture it must be of.</param>
    /// <returns>What became of it; null where the line is malformed.</returns>
    public static PictureOutcome? Read(ReadOnlySpan<byte> line, int picture)
    {
        try
        {
            Utf8JsonReader reader = new(line);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return reader.BytesConsumed == line.Length ? Read(document.RootElement, picture) : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static PictureOutcome? Read(JsonElement root, int picture)
    {
        if (root.GetProperty("picture").GetInt32() != picture)
        {
            return null;
        }

        if (root.TryGetProperty("error", out JsonElement error))
        {
            return new PictureOutcome { Error = new IOException(error.GetString()) };
        }

        (NetworkAnswer floatAnswer, Hit? floatHit) = ReadAnswer(root.GetProperty("float"));
        (NetworkAnswer quantizedAnswer, Hit? quantizedHit) = ReadAnswer(root.GetProperty("int8"));
        return new PictureOutcome
        {
            FloatAnswer = floatAnswer,
            Float = floatHit,
            QuantizedAnswer = quantizedAnswer,
            Quantized = quantizedHit,
            Agrees = root.GetProperty("agrees").GetBoolean(),
            Signal = ReadReal(root.GetProperty("signal")),
            Noise = ReadReal(root.GetProperty("noise")),
            Cosine = ReadReal(root.GetProperty("cosine")),
            Times = ReadTimes(root.GetProperty("ticks")),
        };
    }

    private static void WriteAnswer(Utf8JsonWriter writer, string name, NetworkAnswer answer, Hit? hit)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("class", answer.Class);
        WriteReal(writer, "confidence", answer.Confidence);
        WriteReal(writer, "margin", answer.Margin);
        if (hit is { } known)
        {
            writer.WriteBoolean("top1", known.Top1);
            writer.WriteBoolean("top5", known.Top5);
        }

        writer.WriteEndObject();
    }

    private static (NetworkAnswer Answer, Hit? Hit) ReadAnswer(JsonElement element)
    {
        NetworkAnswer answer = new(
            element.GetProperty("class").GetInt32(), ReadReal(element.GetProperty("confidence")), ReadReal(element.GetProperty("margin")));
        return element.TryGetProperty("top1", out JsonElement top1)
            ? (answer, new Hit(top1.GetBoolean(), element.GetProperty("top5").GetBoolean()))
            : (answer, null);
    }

    /// <summary>JSON has no numbers for infinity and what is no number; they are strings.</summary>
    private static void WriteReal(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static double ReadReal(JsonElement element)
    {
        return element.ValueKind == JsonValueKind.String
            ? double.Parse(element.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)
            : element.GetDouble();
    }

    private static void WriteTimes(Utf8JsonWriter writer, ComparisonTimes times)
    {
        writer.WriteStartArray("ticks");
        writer.WriteNumberValue(times.Preprocess.Ticks);
        writer.WriteNumberValue(times.Float.Ticks);
        writer.WriteNumberValue(times.Quantized.Ticks);
        writer.WriteEndArray();
    }

    private static ComparisonTimes ReadTimes(JsonElement element)
    {
        return new(TimeSpan.FromTicks(element[0].GetInt64()), TimeSpan.FromTicks(element[1].GetInt64()), TimeSpan.FromTicks(element[2].GetInt64()));
    }
}
