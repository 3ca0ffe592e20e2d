using System.Collections.Immutable;
using System.Text.Json;

namespace MobileNetEdge.Quantizer.Architectures.Safetensors;

/// <summary>Reads the JSON object that lists a file's tensors.</summary>
/// <remarks>
/// <c>{"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ...}</c>
/// The format is the one that huggingface/safetensors documents: names are unique, <c>__metadata__</c> is no tensor, and the tensors fill
/// the data without gaps or overlaps.
/// </remarks>
internal static class SafetensorsHeader
{
    private const string Metadata = "__metadata__";
    private const int MaxDepth = 8;
    private const int MaxRank = 64;
    private const int LongestQuote = 80;

    /// <summary>Reads a header.</summary>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">Bytes that follow it.</param>
    /// <exception cref="InvalidModelException">It breaks the format's rules.</exception>
    public static Dictionary<string, SafetensorsEntry> Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        try
        {
            Dictionary<string, SafetensorsEntry> entries = ReadAll(json);
            CheckLayout(entries, dataLength);
            return entries;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader reports text that is no UTF-8 as an InvalidOperationException.
            throw new InvalidModelException($"the header is not as JSON should be: {exception.Message}", innerException: exception);
        }
    }

    /// <summary>A name of the file, shortened for messages.</summary>
    public static string Quote(string name) => name.Length <= LongestQuote ? $"'{name}'" : $"'{name[..LongestQuote]}...'";

    private static Dictionary<string, SafetensorsEntry> ReadAll(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        Dictionary<string, SafetensorsEntry> entries = [];
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader) is { } name)
        {
            if (name == Metadata)
            {
                _ = reader.Read();
                reader.Skip();
            }
            else if (!entries.TryAdd(name, ReadEntry(ref reader, name)))
            {
                throw new InvalidModelException($"two tensors named {Quote(name)}");
            }
        }

        // Anything but white space after the object makes this throw.
        _ = reader.Read();
        return entries;
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string? type = null;
        ImmutableArray<long> shape = default;
        ImmutableArray<long> offsets = default;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader) is { } property)
        {
            switch (property)
            {
                case "dtype":
                    Expect(ref reader, JsonTokenType.String);
                    type = reader.GetString();
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader, MaxRank);
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref reader, 2);
                    break;
                default:
                    throw new InvalidModelException($"tensor {Quote(name)} has an unknown property {Quote(property)}");
            }
        }

        return type is null || shape.IsDefault || offsets is not { IsDefault: false, Length: 2 }
            ? throw new InvalidModelException($"tensor {Quote(name)} needs dtype, shape and two data_offsets")
            : new SafetensorsEntry(type, shape, offsets[0], offsets[1]);
    }

    private static string? NextName(ref Utf8JsonReader reader)
    {
        _ = reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;
    }

    private static ImmutableArray<long> ReadNumbers(ref Utf8JsonReader reader, int most)
    {
        ImmutableArray<long>.Builder numbers = ImmutableArray.CreateBuilder<long>();
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (!reader.TryGetInt64(out long number) || number < 0 || numbers.Count == most)
            {
                throw new JsonException($"at byte {reader.TokenStartIndex}: expected at most {most} integers from 0 to 2^63 - 1");
            }

            numbers.Add(number);
        }

        return reader.TokenType == JsonTokenType.EndArray
            ? numbers.ToImmutable()
            : throw new JsonException($"at byte {reader.TokenStartIndex}: found {reader.TokenType} among numbers");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new JsonException($"at byte {reader.TokenStartIndex}: found {reader.TokenType}, expected {type}");
        }
    }

    private static void CheckLayout(Dictionary<string, SafetensorsEntry> entries, long dataLength)
    {
        long position = 0;
        foreach ((string name, SafetensorsEntry entry) in entries.OrderBy(pair => pair.Value.Begin).ThenBy(pair => pair.Value.End))
        {
            if (entry.Begin != position || entry.End < entry.Begin || entry.End > dataLength)
            {
                throw new InvalidModelException(
                    $"tensor {Quote(name)} takes bytes {entry.Begin} to {entry.End}; " +
                    $"expected a start at {position} and an end up to {dataLength}");
            }

            position = entry.End;
        }

        if (position != dataLength)
        {
            throw new InvalidModelException($"the tensors end at byte {position} of {dataLength} bytes of data");
        }
    }
}
