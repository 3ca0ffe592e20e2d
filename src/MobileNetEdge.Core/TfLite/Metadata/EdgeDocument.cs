using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MobileNetEdge.TfLite;

/// <summary>Our own document: JSON in the model's metadata entry <c>mobilenet_edge</c>.</summary>
/// <remarks>
/// <code>
/// {
///   "version": 1,                     required, and first; a reader ignores documents of other versions
///   "description": "…",               what the model is
///   "labels": ["tench", "goldfish"],  a name for each index of the output
///   "mean": [127.5],                  subtracted from pixels of 0 to 255: one for all channels or one each
///   "std": [127.5],                   divided by after that, positive
///   "resizeShorterSideTo": 256,       the shorter side of pictures before the centre is cropped, 1 to 65535
///   "quantizer": "…",                 the program that quantized the model, with its version
///   "calibration": "…",               how the ranges of activations were found
///   "detector": "ssd-300"             what the numbers of a detector's float network mean
/// }
/// </code>
/// Everything but the version may be left out; properties that are not listed here are passed over.
/// </remarks>
internal static class EdgeDocument
{
    /// <summary>The name of the model's metadata entry.</summary>
    public const string EntryName = "mobilenet_edge";

    private const int Version = 1;

    /// <summary>Reads a document.</summary>
    /// <exception cref="JsonException">It is not JSON of this form.</exception>
    /// <exception cref="InvalidModelException">A value is out of range, or the document exceeds the budget.</exception>
    public static ModelMetadata Read(ReadOnlySpan<byte> json, DecodingBudget budget)
    {
        Utf8JsonReader reader = JsonValues.Open(json);
        JsonValues.Expect(ref reader, JsonTokenType.StartObject);
        ReadVersion(ref reader);

        ModelMetadata metadata = new();
        float[] mean = [];
        float[] deviation = [];
        while (JsonValues.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("mean"u8))
            {
                mean = JsonValues.Singles(ref reader, budget);
            }
            else if (reader.ValueTextEquals("std"u8))
            {
                deviation = JsonValues.Singles(ref reader, budget);
            }
            else
            {
                metadata = ReadProperty(ref reader, metadata, budget);
            }
        }

        return Normalization.AddTo(metadata, mean, deviation);
    }

    /// <summary>Writes a document.</summary>
    public static ReadOnlyMemory<byte> Write(ModelMetadata metadata)
    {
        ArrayBufferWriter<byte> json = new();
        using Utf8JsonWriter writer = new(json);
        writer.WriteStartObject();
        writer.WriteNumber("version"u8, Version);
        WriteString(writer, "description", metadata.Description);
        WriteArray(writer, "labels", metadata.Labels, static (w, label) => w.WriteStringValue(label));
        WriteArray(writer, "mean", metadata.Mean, static (w, number) => w.WriteNumberValue(number));
        WriteArray(writer, "std", metadata.StandardDeviation, static (w, number) => w.WriteNumberValue(number));
        if (metadata.ResizeShorterSideTo is { } side)
        {
            writer.WriteNumber("resizeShorterSideTo"u8, side);
        }

        WriteString(writer, "quantizer", metadata.Quantizer);
        WriteString(writer, "calibration", metadata.Calibration);
        WriteString(writer, "detector", metadata.Detector);
        writer.WriteEndObject();
        writer.Flush();
        return json.WrittenMemory;
    }

    private static void WriteString(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteArray<T>(Utf8JsonWriter writer, string name, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void ReadVersion(ref Utf8JsonReader reader)
    {
        JsonValues.Expect(ref reader, JsonTokenType.PropertyName);
        int version = reader.ValueTextEquals("version"u8)
            ? JsonValues.Int32(ref reader)
            : throw new JsonException("found no version first");
        if (version != Version)
        {
            throw new JsonException($"found version {version}, expected {Version}");
        }
    }

    private static ModelMetadata ReadProperty(ref Utf8JsonReader reader, ModelMetadata metadata, DecodingBudget budget)
    {
        if (reader.ValueTextEquals("description"u8))
        {
            return metadata with { Description = JsonValues.String(ref reader, budget) };
        }

        if (reader.ValueTextEquals("quantizer"u8))
        {
            return metadata with { Quantizer = JsonValues.String(ref reader, budget) };
        }

        if (reader.ValueTextEquals("calibration"u8))
        {
            return metadata with { Calibration = JsonValues.String(ref reader, budget) };
        }

        if (reader.ValueTextEquals("detector"u8))
        {
            return metadata with { Detector = JsonValues.String(ref reader, budget) };
        }

        if (reader.ValueTextEquals("labels"u8))
        {
            return metadata with { Labels = ImmutableCollectionsMarshal.AsImmutableArray(JsonValues.Strings(ref reader, budget)) };
        }

        if (reader.ValueTextEquals("resizeShorterSideTo"u8))
        {
            int side = JsonValues.Int32(ref reader);
            return side is >= 1 and <= ushort.MaxValue
                ? metadata with { ResizeShorterSideTo = side }
                : throw new JsonException($"found resizeShorterSideTo {side}, expected 1 to {ushort.MaxValue}");
        }

        JsonValues.Skip(ref reader);
        return metadata;
    }
}
