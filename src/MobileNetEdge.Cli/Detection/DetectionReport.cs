using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Detection;

/// <summary>What compare shows of two detectors.</summary>
/// <param name="FloatFile">The float network's path.</param>
/// <param name="QuantizedFile">The int8 model's path.</param>
/// <param name="Images">Where the pictures come from.</param>
/// <param name="Path">The int8 model's path of execution.</param>
/// <param name="Preprocessing">How pictures are prepared, for people.</param>
/// <param name="Labels">The classes' names.</param>
/// <param name="Result">The figures.</param>
internal sealed record DetectionReport(
    string FloatFile,
    string QuantizedFile,
    string Images,
    string Path,
    string Preprocessing,
    Labels Labels,
    DetectionComparisonResult Result)
{
    private const int NameWidth = 30;

    /// <summary>Name and value of each figure, the float network's and the int8 model's.</summary>
    public IEnumerable<(string Key, string Name, double? Float, double? Quantized)> Figures
    {
        get
        {
            (DetectionAccuracy real, DetectionAccuracy quantized) = (Result.Float, Result.Quantized);
            yield return ("map_50_voc", "mAP@0.5, area below the curve", real.Voc50, quantized.Voc50);
            yield return ("map_50", "mAP@0.5 (COCO)", real.Coco50, quantized.Coco50);
            yield return ("map_50_95", "mAP@[.5:.95] (COCO)", real.Coco, quantized.Coco);
            yield return ("map_50_95_small", "  below 32x32 pixels", real.Small, quantized.Small);
            yield return ("map_50_95_medium", "  from there to 96x96", real.Medium, quantized.Medium);
            yield return ("map_50_95_large", "  above", real.Large, quantized.Large);
        }
    }

    /// <summary>A line a figure, its name on the left.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        Add(text, "float", FloatFile);
        Add(text, "int8", $"{QuantizedFile}, path {Path}");
        Add(text, "pictures", $"{Result.Pictures} of {Images} with {Result.Boxes} boxes; {Result.Broken.Length} broken");
        Add(text, "preprocessing", Preprocessing);
        Add(text, "", "  float     int8");
        foreach ((_, string name, double? real, double? quantized) in Figures)
        {
            Add(text, name, $"{Number(real)}   {Number(quantized)}");
        }

        for (int category = 0; category < Result.Float.Classes.Length; category++)
        {
            if (Result.Float.Classes[category] is { } real)
            {
                Add(text, $"  {Labels[category]}", $"{Number(real)}   {Number(Result.Quantized.Classes[category])}");
            }
        }

        ComparisonTimes times = Result.Times;
        Add(text, "time for a picture", string.Create(
            CultureInfo.InvariantCulture,
            $"preprocessing {times.Preprocess.TotalMilliseconds:f2} ms, float {times.Float.TotalMilliseconds:f2} ms, int8 {times.Quantized.TotalMilliseconds:f2} ms"));
        Add(text, "changed pictures", string.Create(
            CultureInfo.InvariantCulture,
            $"{Result.ChangeCounts.Sum()}: less found in {Result.ChangeCounts[(int)FlipKind.Lost]}, more in {Result.ChangeCounts[(int)FlipKind.Gained]}, as much in {Result.ChangeCounts[(int)FlipKind.Other]}"));
        if (Result.Restored > 0)
        {
            Add(text, "from the journal", string.Create(CultureInfo.InvariantCulture, $"{Result.Restored:n0} pictures"));
        }

        return text.ToString();
    }

    /// <summary>One JSON value; a figure that cannot be had is null.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="isRepeatable">Whether to leave out times, which differ from run to run.</param>
    public void WriteJson(Stream output, bool isRepeatable)
    {
        JsonWriterOptions options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter writer = new(output, options))
        {
            writer.WriteStartObject();
            writer.WriteString("float", FloatFile);
            writer.WriteString("int8", QuantizedFile);
            writer.WriteString("images", Images);
            writer.WriteString("path", Path);
            writer.WriteString("preprocessing", Preprocessing);
            writer.WriteNumber("pictures", Result.Pictures);
            writer.WriteNumber("boxes", Result.Boxes);
            foreach ((string key, _, double? real, double? quantized) in Figures)
            {
                WritePair(writer, key, real, quantized);
            }

            writer.WriteStartObject("classes");
            for (int category = 0; category < Result.Float.Classes.Length; category++)
            {
                if (Result.Float.Classes[category] is { } real)
                {
                    WritePair(writer, Labels[category], real, Result.Quantized.Classes[category]);
                }
            }

            writer.WriteEndObject();
            WriteChanges(writer);
            if (!isRepeatable)
            {
                WriteTimes(writer);
            }

            WriteBroken(writer);
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private void WriteChanges(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("changed_pictures");
        writer.WriteNumber("less_found", Result.ChangeCounts[(int)FlipKind.Lost]);
        writer.WriteNumber("more_found", Result.ChangeCounts[(int)FlipKind.Gained]);
        writer.WriteNumber("as_much_found", Result.ChangeCounts[(int)FlipKind.Other]);
        writer.WriteEndObject();
    }

    private void WriteTimes(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("times_ms");
        writer.WriteNumber("preprocess", Math.Round(Result.Times.Preprocess.TotalMilliseconds, 3));
        writer.WriteNumber("float", Math.Round(Result.Times.Float.TotalMilliseconds, 3));
        writer.WriteNumber("int8", Math.Round(Result.Times.Quantized.TotalMilliseconds, 3));
        writer.WriteEndObject();
    }

    private void WriteBroken(Utf8JsonWriter writer)
    {
        writer.WriteNumber("broken_pictures", Result.Broken.Length);
        writer.WriteStartArray("broken");
        foreach (BrokenPicture broken in Result.Broken)
        {
            writer.WriteStartObject();
            writer.WriteString("picture", broken.Name);
            writer.WriteString("error", Application.MessageOf(broken.Error));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePair(Utf8JsonWriter writer, string key, double? real, double? quantized)
    {
        writer.WriteStartObject(key);
        WriteNumber(writer, "float", real);
        WriteNumber(writer, "int8", quantized);
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string key, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(key, Math.Round(number, 5));
        }
        else
        {
            writer.WriteNull(key);
        }
    }

    private static void Add(StringBuilder text, string name, string value)
    {
        text.Append(name.PadRight(NameWidth)).Append(Terminal.Printable(value)).Append('\n');
    }

    private static string Number(double? value) => value is { } number ? number.ToString("f4", CultureInfo.InvariantCulture) : "     -";
}
