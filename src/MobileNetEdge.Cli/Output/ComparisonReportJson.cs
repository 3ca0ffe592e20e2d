using System.Text.Encodings.Web;
using System.Text.Json;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Output;

/// <summary>A comparison as one JSON value. A figure that cannot be had, or is infinite, is null.</summary>
internal static class ComparisonReportJson
{
    /// <param name="report">The comparison.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="isRepeatable">Whether to leave out times, which differ from run to run.</param>
    public static void Write(ComparisonReport report, Stream output, bool isRepeatable = false)
    {
        JsonWriterOptions options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter writer = new(output, options))
        {
            writer.WriteStartObject();
            WriteHead(report, writer);
            WriteFigures(report.Result, writer);
            if (!isRepeatable)
            {
                WriteTimes(report.Result, writer);
            }

            WriteBroken(report.Result, writer);
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteHead(ComparisonReport report, Utf8JsonWriter writer)
    {
        writer.WriteString("float", report.FloatFile);
        writer.WriteString("int8", report.QuantizedFile);
        writer.WriteString("images", report.Images);
        writer.WriteString("path", report.Path);
        writer.WriteString("preprocessing", report.Preprocessing);
        writer.WriteNumber("label_offset", report.Result.LabelOffset);
        writer.WriteNumber("pictures", report.Result.Pictures);
        writer.WriteNumber("labelled", report.Result.Labelled);
        writer.WriteString("note", report.Result.Note);
    }

    private static void WriteFigures(ComparisonResult result, Utf8JsonWriter writer)
    {
        WriteAccuracy(writer, "top1_percent", result.Top1);
        WriteAccuracy(writer, "top5_percent", result.Top5);
        WriteDifference(writer, result.Top1Difference);
        WriteNumber(writer, "agreement_percent", result.Agreement, 4);
        WriteNumber(writer, "cosine", result.MeanCosine, 6);
        WriteNumber(writer, "signal_to_noise_db", result.SignalToNoise, 3);
    }

    private static void WriteAccuracy(Utf8JsonWriter writer, string name, AccuracyPair? accuracy)
    {
        if (accuracy is not { } pair)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        WriteNumber(writer, "float", pair.Float, 4);
        WriteNumber(writer, "int8", pair.Quantized, 4);
        writer.WriteEndObject();
    }

    private static void WriteDifference(Utf8JsonWriter writer, PairedDifference? difference)
    {
        const string Name = "top1_difference_points";
        if (difference is not { } paired)
        {
            writer.WriteNull(Name);
            return;
        }

        writer.WriteStartObject(Name);
        WriteNumber(writer, "value", paired.Value, 4);
        WriteNumber(writer, "lower_95", paired.Lower, 4);
        WriteNumber(writer, "upper_95", paired.Upper, 4);
        writer.WriteNumber("only_float_right", paired.OnlyFirst);
        writer.WriteNumber("only_int8_right", paired.OnlySecond);
        writer.WriteEndObject();
    }

    private static void WriteTimes(ComparisonResult result, Utf8JsonWriter writer)
    {
        writer.WriteNumber("threads", result.Threads);
        WriteNumber(writer, "elapsed_seconds", result.Elapsed.TotalSeconds, 3);
        WriteNumber(writer, "pictures_per_second", result.PicturesPerSecond, 2);
        writer.WriteStartObject("times_ms");
        WriteNumber(writer, "preprocess", result.Times.Preprocess.TotalMilliseconds, 3);
        WriteNumber(writer, "float", result.Times.Float.TotalMilliseconds, 3);
        WriteNumber(writer, "int8", result.Times.Quantized.TotalMilliseconds, 3);
        writer.WriteEndObject();
    }

    private static void WriteBroken(ComparisonResult result, Utf8JsonWriter writer)
    {
        writer.WriteNumber("broken_pictures", result.BrokenCount);
        writer.WriteStartArray("broken");
        foreach (BrokenPicture broken in result.Broken)
        {
            writer.WriteStartObject();
            writer.WriteString("picture", broken.Name);
            writer.WriteString("error", Application.MessageOf(broken.Error));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double? value, int digits)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, Math.Round(number, digits));
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
