using System.Globalization;
using System.Text.Json;

namespace MobileNetEdge.TfLite;

/// <summary>What Ultralytics' exporter appends: <c>metadata.json</c> in the ZIP, with the class names under <c>names</c>.</summary>
internal static class UltralyticsDocument
{
    /// <summary>The name of the ZIP's entry.</summary>
    public const string EntryName = "metadata.json";

    /// <summary>The most classes that are taken.</summary>
    private const int MaxClasses = 65536;

    /// <summary>Reads a document.</summary>
    /// <exception cref="JsonException">It is not JSON of this form.</exception>
    /// <exception cref="InvalidModelException">The document exceeds the budget.</exception>
    public static ModelMetadata Read(ReadOnlySpan<byte> json, DecodingBudget budget)
    {
        Utf8JsonReader reader = JsonValues.Open(json);
        JsonValues.Expect(ref reader, JsonTokenType.StartObject);
        ModelMetadata metadata = new();
        while (JsonValues.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("names"u8))
            {
                metadata = metadata with { Labels = [.. ReadNames(ref reader, budget)] };
            }
            else if (reader.ValueTextEquals("description"u8))
            {
                metadata = metadata with { Description = JsonValues.String(ref reader, budget) };
            }
            else
            {
                JsonValues.Skip(ref reader);
            }
        }

        return metadata;
    }

    /// <summary>The names are an array, or an object whose keys are the classes' indices; indices that it lacks have no name.</summary>
    private static IReadOnlyCollection<string> ReadNames(ref Utf8JsonReader reader, DecodingBudget budget)
    {
        _ = reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartArray => JsonValues.StringsInside(ref reader, budget),
            JsonTokenType.StartObject => ReadNumberedNames(ref reader, budget),
            _ => throw new JsonException($"found names as {reader.TokenType}, expected an array or an object"),
        };
    }

    private static List<string> ReadNumberedNames(ref Utf8JsonReader reader, DecodingBudget budget)
    {
        List<string> names = [];
        while (JsonValues.NextProperty(ref reader))
        {
            int index = ReadIndex(ref reader);
            while (names.Count <= index)
            {
                budget.Charge(IntPtr.Size * 3, 0);
                names.Add("");
            }

            names[index] = JsonValues.String(ref reader, budget);
        }

        return names;
    }

    private static int ReadIndex(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> key = reader.ValueSpan;
        return int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < MaxClasses
            ? index
            : throw new JsonException($"found a class number at byte {reader.TokenStartIndex} that is not 0 to {MaxClasses - 1}");
    }
}
