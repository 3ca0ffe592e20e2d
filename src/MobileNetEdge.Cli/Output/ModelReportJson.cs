using System.Text.Encodings.Web;
using System.Text.Json;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Output;

/// <summary>A model report as one JSON value.</summary>
internal static class ModelReportJson
{
    public static void Write(ModelReport report, Stream output) => WriteValue(output, writer => Write(report, writer));

    /// <summary>One value and a line feed.</summary>
    public static void WriteValue(Stream output, Action<Utf8JsonWriter> write)
    {
        JsonWriterOptions options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter writer = new(output, options))
        {
            write(writer);
        }

        output.WriteByte((byte)'\n');
    }

    /// <summary>A property that holds an object for each item.</summary>
    public static void WriteArray<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            write(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The properties of an operator.</summary>
    public static void WriteOperator(Utf8JsonWriter writer, Operator step)
    {
        OperatorCost cost = OperatorCost.Of(step);
        writer.WriteString("name", step.Name);
        writer.WriteString("details", ModelReport.Details(step));
        writer.WriteNumber("macs", cost.Macs);
        writer.WriteNumber("parameters", cost.Parameters);
        WriteArray(writer, "inputs", step.Inputs.Where(tensor => !tensor.IsConstant), WriteTensor);
        WriteArray(writer, "outputs", step.Outputs, WriteTensor);
    }

    private static void Write(ModelReport report, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("file", report.File);
        writer.WriteNumber("bytes", report.FileBytes);
        writer.WriteNumber("macs", report.Total.Macs);
        writer.WriteNumber("parameters", report.Total.Parameters);
        WriteArray(writer, "inputs", report.Model.Inputs, WriteTensor);
        WriteArray(writer, "outputs", report.Model.Outputs, WriteTensor);
        WriteArray(writer, "operators", report.Model.Operators, WriteOperator);
        if (report.Prepared is { } prepared)
        {
            writer.WriteString("path", ExecutionPaths.NameOf(prepared.Path));
            writer.WriteNumber("arena_bytes", prepared.ArenaByteCount);
            WriteArray(writer, "arena", prepared.Placements, WritePlacement);
        }
        else
        {
            writer.WriteString("not_runnable", report.Obstacle);
        }

        writer.WriteEndObject();
    }

    private static void WriteTensor(Utf8JsonWriter writer, Tensor tensor)
    {
        writer.WriteString("name", tensor.Name);
        writer.WriteString("type", tensor.Type.ToString());
        writer.WriteStartArray("shape");
        foreach (int extent in tensor.Shape.Extents)
        {
            writer.WriteNumberValue(extent);
        }

        writer.WriteEndArray();
        if (tensor.Quantization is { IsPerChannel: false } quantization)
        {
            writer.WriteNumber("scale", quantization.Scale);
            writer.WriteNumber("zero_point", quantization.ZeroPoint);
        }
    }

    private static void WritePlacement(Utf8JsonWriter writer, TensorPlacement place)
    {
        writer.WriteString("tensor", place.Tensor.Name);
        writer.WriteNumber("offset", place.Offset);
        writer.WriteNumber("bytes", place.ByteCount);
        writer.WriteNumber("first_step", place.FirstStep);
        writer.WriteNumber("last_step", place.LastStep);
    }
}
