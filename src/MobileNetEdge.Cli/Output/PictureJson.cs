using System.Text.Encodings.Web;
using System.Text.Json;
using MobileNetEdge.Cli.Classification;

namespace MobileNetEdge.Cli.Output;

/// <summary>One JSON value about a model and pictures, each picture written as soon as it is there.</summary>
internal sealed class PictureJson : IDisposable
{
    private readonly Stream _output;

    public PictureJson(Stream output, string model, string path)
    {
        _output = output;
        Writer = new(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Writer.WriteStartObject();
        Writer.WriteString("model", model);
        Writer.WriteString("path", path);
        Writer.WriteStartArray("pictures");
    }

    /// <summary>Where a picture's members go.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>Writes a picture: its members and how long the parts took, or the error that kept it from being looked at.</summary>
    public void Write(string file, Exception? error, StageTimes times, Action members)
    {
        Writer.WriteStartObject();
        Writer.WriteString("file", file);
        if (error is null)
        {
            members();
            WriteTimes(times);
        }
        else
        {
            Writer.WriteString("error", Application.MessageOf(error));
        }

        Writer.WriteEndObject();
        Writer.Flush();
    }

    public void Dispose()
    {
        Writer.WriteEndArray();
        Writer.WriteEndObject();
        Writer.Dispose();
        _output.WriteByte((byte)'\n');
    }

    private void WriteTimes(StageTimes times)
    {
        Writer.WriteStartObject("times_ms");
        Writer.WriteNumber("preprocess", Math.Round(times.Preprocess.TotalMilliseconds, 3));
        Writer.WriteNumber("inference", Math.Round(times.Inference.TotalMilliseconds, 3));
        Writer.WriteNumber("postprocess", Math.Round(times.Postprocess.TotalMilliseconds, 3));
        Writer.WriteEndObject();
    }
}
