using System.Text.Json;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Devices.Rules;

namespace MobileNetEdge.Cli.Watching;

/// <summary>Writes boxes and regions: left, top, right, bottom.</summary>
internal static class BoxJson
{
    /// <summary>Writes the member <c>box</c>.</summary>
    public static void Write(Utf8JsonWriter writer, in SeenBox box) => Write(writer, "box", box.Left, box.Top, box.Right, box.Bottom);

    /// <summary>Writes the member <c>region</c>.</summary>
    public static void Write(Utf8JsonWriter writer, RuleRegion region) => Write(writer, "region", region.Left, region.Top, region.Right, region.Bottom);

    /// <summary>Writes the member <c>boxes</c>: those from a score on, each with its label and score.</summary>
    public static void WriteAll(Utf8JsonWriter writer, ReadOnlySpan<SeenBox> boxes, Labels labels, double threshold)
    {
        writer.WriteStartArray("boxes");
        foreach (ref readonly SeenBox box in boxes)
        {
            if (box.Score >= threshold)
            {
                writer.WriteStartObject();
                writer.WriteString("label", labels[box.Category]);
                writer.WriteNumber("score", Math.Round(box.Score, 4));
                Write(writer, box);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, double left, double top, double right, double bottom)
    {
        writer.WriteStartArray(name);
        writer.WriteNumberValue(Math.Round(left, 4));
        writer.WriteNumberValue(Math.Round(top, 4));
        writer.WriteNumberValue(Math.Round(right, 4));
        writer.WriteNumberValue(Math.Round(bottom, 4));
        writer.WriteEndArray();
    }
}
