using System.Buffers;
using System.Text.Json;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>What became of one picture, as a line of JSON. Reals survive the way there and back bit by bit.</summary>
internal sealed class JournalLine : IJournalLine<PictureOutcome>
{
    private JournalLine()
    {
    }

    /// <inheritdoc/>
    public static void Write(IBufferWriter<byte> lines, Utf8JsonWriter writer, int picture, PictureOutcome outcome)
    {
        JournalValues.Write(lines, writer, picture, outcome.Error, outcome, Write);
    }

    /// <inheritdoc/>
    public static PictureOutcome? Read(ReadOnlySpan<byte> line, int picture) => JournalValues.Read(line, picture, Read);

    private static void Write(Utf8JsonWriter writer, PictureOutcome outcome)
    {
        WriteAnswer(writer, "float", outcome.FloatAnswer, outcome.Float);
        WriteAnswer(writer, "int8", outcome.QuantizedAnswer, outcome.Quantized);
        writer.WriteBoolean("agrees", outcome.Agrees);
        WriteReal(writer, "signal", outcome.Signal);
        WriteReal(writer, "noise", outcome.Noise);
        WriteReal(writer, "cosine", outcome.Cosine);
        JournalValues.WriteTimes(writer, outcome.Times);
    }

    private static PictureOutcome Read(JsonElement root)
    {
        if (JournalValues.ReadError(root) is { } error)
        {
            return new PictureOutcome { Error = error };
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
            Times = JournalValues.ReadTimes(root),
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

    private static void WriteReal(Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        JournalValues.WriteReal(writer, value);
    }

    private static double ReadReal(JsonElement element) => JournalValues.ReadReal(element);
}
