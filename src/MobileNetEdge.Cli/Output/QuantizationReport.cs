using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MobileNetEdge.Quantizer;
using Spectre.Console;

namespace MobileNetEdge.Cli.Output;

/// <summary>What quantization did to each layer, for people and for machines.</summary>
internal static class QuantizationReport
{
    private const int WorstShown = 10;

    /// <summary>A summary, and the layers that lost most.</summary>
    public static void Write(QuantizationResult result, string file, int fileBytes, IAnsiConsole console)
    {
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{file}: {fileBytes:n0} bytes, {result.Layers.Count} layers, calibrated on {result.CalibrationInputs} pictures"));
        Table table = new Table().Border(TableBorder.Simple).Title($"the {Math.Min(WorstShown, result.Layers.Count)} layers that lost most");
        foreach (string column in (string[])["activation SNR, dB", "weight SNR, dB", "range", "operator", "output"])
        {
            table.AddColumn(new TableColumn(new Text(column)).NoWrap());
        }

        foreach (LayerReport layer in result.Layers.OrderBy(layer => layer.ActivationSignalToNoise).Take(WorstShown))
        {
            string[] cells =
            [
                Decibel(layer.ActivationSignalToNoise),
                layer.WeightSignalToNoise is { } weights ? Decibel(weights) : "",
                string.Create(CultureInfo.InvariantCulture, $"{layer.Range.Min:g4} to {layer.Range.Max:g4}"),
                layer.Operator,
                layer.Name,
            ];
            table.AddRow(cells.Select(cell => new Text(Terminal.Printable(cell))));
        }

        console.Write(table);
    }

    /// <summary>Every layer, in the order of execution.</summary>
    public static ReadOnlySpan<byte> ToJson(QuantizationResult result)
    {
        ArrayBufferWriter<byte> json = new();
        using Utf8JsonWriter writer = new(json, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteNumber("calibration_pictures", result.CalibrationInputs);
        writer.WriteStartArray("problems");
        foreach (string problem in result.Problems)
        {
            writer.WriteStringValue(problem);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("layers");
        foreach (LayerReport layer in result.Layers)
        {
            WriteLayer(writer, layer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return json.WrittenSpan;
    }

    private static void WriteLayer(Utf8JsonWriter writer, LayerReport layer)
    {
        writer.WriteStartObject();
        writer.WriteString("output", layer.Name);
        writer.WriteString("operator", layer.Operator);
        writer.WriteNumber("min", layer.Range.Min);
        writer.WriteNumber("max", layer.Range.Max);
        writer.WriteNumber("scale", layer.Scale);
        writer.WriteNumber("zero_point", layer.ZeroPoint);
        WriteDecibel(writer, "weight_snr_db", layer.WeightSignalToNoise);
        WriteDecibel(writer, "activation_snr_db", layer.ActivationSignalToNoise);
        writer.WriteEndObject();
    }

    /// <summary>JSON has no infinity: a layer without any error has null.</summary>
    private static void WriteDecibel(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, Math.Round(number, 2));
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string Decibel(double value)
    {
        return double.IsInfinity(value) ? "exact" : value.ToString("f1", CultureInfo.InvariantCulture);
    }
}
