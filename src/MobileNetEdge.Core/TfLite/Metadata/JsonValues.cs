using System.Text.Json;

namespace MobileNetEdge.TfLite;

/// <summary>Reads values of JSON documents that are not trusted, charging what they take.</summary>
internal static class JsonValues
{
    /// <summary>The deepest that documents may nest.</summary>
    private const int MaxDepth = 16;

    /// <summary>A reader at the start of a document.</summary>
    public static Utf8JsonReader Open(ReadOnlySpan<byte> json) => new(json, new JsonReaderOptions { MaxDepth = MaxDepth });

    /// <summary>Moves to the next token.</summary>
    /// <exception cref="JsonException">There is none, or it is of another type.</exception>
    public static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new JsonException($"found {reader.TokenType} at byte {reader.TokenStartIndex}, expected {type}");
        }
    }

    /// <summary>Moves to the next property of an object, or past the object's end.</summary>
    public static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>The next value as a string.</summary>
    public static string String(ref Utf8JsonReader reader, DecodingBudget budget)
    {
        Expect(ref reader, JsonTokenType.String);
        return Current(ref reader, budget);
    }

    /// <summary>The next value as an integer.</summary>
    public static int Int32(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number);
        return reader.TryGetInt32(out int value)
            ? value
            : throw new JsonException($"found no 32-bit integer at byte {reader.TokenStartIndex}");
    }

    /// <summary>The next value as an array of strings.</summary>
    public static string[] Strings(ref Utf8JsonReader reader, DecodingBudget budget)
    {
        Expect(ref reader, JsonTokenType.StartArray);
        return StringsInside(ref reader, budget);
    }

    /// <summary>The strings of an array whose start has been read.</summary>
    public static string[] StringsInside(ref Utf8JsonReader reader, DecodingBudget budget)
    {
        List<string> values = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            values.Add(Current(ref reader, budget));
        }

        CheckArrayEnd(ref reader);
        return [.. values];
    }

    /// <summary>The next value as an array of numbers.</summary>
    public static float[] Singles(ref Utf8JsonReader reader, DecodingBudget budget)
    {
        Expect(ref reader, JsonTokenType.StartArray);
        List<float> values = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            budget.Charge(sizeof(float) * 4, 0);
            values.Add(reader.TryGetSingle(out float value) ? value : float.NaN);
        }

        CheckArrayEnd(ref reader);
        return [.. values];
    }

    /// <summary>Passes over the next value, whatever it is.</summary>
    public static void Skip(ref Utf8JsonReader reader)
    {
        _ = reader.Read();
        reader.Skip();
    }

    /// <summary>Charges a string with its share of a growing list, and decodes it.</summary>
    private static string Current(ref Utf8JsonReader reader, DecodingBudget budget)
    {
        budget.ChargeString(reader.ValueSpan.Length + (IntPtr.Size * 2), 0);
        return reader.GetString() ?? "";
    }

    private static void CheckArrayEnd(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.EndArray)
        {
            throw new JsonException($"found {reader.TokenType} at byte {reader.TokenStartIndex} inside an array");
        }
    }
}
