using System.Text.Json;
using MobileNetEdge.Cli.Output;

namespace MobileNetEdge.Cli.Benchmarking.Family;

/// <summary>Networks side by side as one JSON value; times are in milliseconds.</summary>
internal static class FamilyJson
{
    public static void Write(FamilyReport report, Stream output) => ModelReportJson.WriteValue(output, writer => Write(report, writer));

    private static void Write(FamilyReport report, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("path", report.Path);
        writer.WriteNumber("resolution", report.Resolution);
        ModelReportJson.WriteArray(writer, "networks", report.Rows, (_, row) => WriteRow(report, writer, row));
        writer.WriteEndObject();
    }

    private static void WriteRow(FamilyReport report, Utf8JsonWriter writer, FamilyRow row)
    {
        writer.WriteString("network", row.Name);
        writer.WriteNumber("parameters", row.Parameters);
        writer.WriteNumber("macs", row.Macs);
        writer.WriteNumber("file_bytes", row.FileBytes);
        ModelReportJson.WriteArray(writer, "results", report.Threads.Zip(row.Milliseconds), (w, result) =>
        {
            w.WriteNumber("threads", result.First);
            w.WriteNumber("p50_ms", result.Second);
        });
        writer.WriteNumber("float_p50_ms", row.FloatMilliseconds);
        writer.WriteStartObject("instructions");
        foreach (string core in report.Instructions?.Cores ?? [])
        {
            if (report.Instructions!.Find(row.Name, core) is { } count)
            {
                writer.WriteNumber(core, count);
            }
        }

        writer.WriteEndObject();
    }
}
