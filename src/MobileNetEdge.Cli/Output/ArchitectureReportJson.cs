using System.Text.Json;

namespace MobileNetEdge.Cli.Output;

/// <summary>An architecture's costs as one JSON value.</summary>
internal static class ArchitectureReportJson
{
    public static void Write(ArchitectureReport report, Stream output) => ModelReportJson.WriteValue(output, writer => Write(report, writer));

    private static void Write(ArchitectureReport report, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("description", report.Model.Metadata.Description);
        writer.WriteNumber("macs", report.Total.Macs);
        writer.WriteNumber("parameters", report.Total.Parameters);
        writer.WriteNumber("pair_macs", report.PairMacs);
        writer.WriteNumber("standard_macs", report.StandardMacs);
        ModelReportJson.WriteArray(writer, "operators", report.Model.Operators, (_, step) => WriteOperator(report, writer, step));
        writer.WriteEndObject();
    }

    private static void WriteOperator(ArchitectureReport report, Utf8JsonWriter writer, Operator step)
    {
        ModelReportJson.WriteOperator(writer, step);
        if (report.Pairs.GetValueOrDefault(step) is { } pair)
        {
            writer.WriteNumber("pair_with", report.Model.Operators.IndexOf(pair.Depthwise, 0, ReferenceEqualityComparer.Instance));
            writer.WriteNumber("standard_macs", pair.StandardMacs);
            writer.WriteNumber("ratio", pair.Ratio);
        }
    }
}
