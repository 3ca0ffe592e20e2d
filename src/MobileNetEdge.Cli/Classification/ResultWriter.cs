using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MobileNetEdge.Cli.Output;

namespace MobileNetEdge.Cli.Classification;

/// <summary>Where results go: text for people or one JSON value for machines, each written as soon as it is there.</summary>
internal abstract class ResultWriter : IDisposable
{
    public static ResultWriter Create(bool json, Stream output, string model, string path)
    {
        return json ? new JsonResultWriter(output, model, path) : new TextResultWriter(output);
    }

    public abstract void Write(PictureResult result);

    public abstract void Dispose();

    private sealed class TextResultWriter(Stream output) : ResultWriter
    {
        private readonly StreamWriter _writer = new(output) { AutoFlush = true };

        public override void Write(PictureResult result)
        {
            _writer.WriteLine(Terminal.Printable(result.Path));
            foreach (ClassScore score in result.Classes)
            {
                _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{100 * score.Score,7:f2} %  {score.Index,4}  {Terminal.Printable(score.Label)}"));
            }
        }

        public override void Dispose() => _writer.Dispose();
    }

    private sealed class JsonResultWriter : ResultWriter
    {
        private readonly Stream _output;
        private readonly Utf8JsonWriter _writer;

        public JsonResultWriter(Stream output, string model, string path)
        {
            _output = output;
            _writer = new(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            _writer.WriteStartObject();
            _writer.WriteString("model", model);
            _writer.WriteString("path", path);
            _writer.WriteStartArray("pictures");
        }

        public override void Write(PictureResult result)
        {
            _writer.WriteStartObject();
            _writer.WriteString("file", result.Path);
            if (result.Error is { } error)
            {
                _writer.WriteString("error", Application.MessageOf(error));
            }
            else
            {
                WriteClasses(result.Classes);
                WriteTimes(result.Times);
            }

            _writer.WriteEndObject();
            _writer.Flush();
        }

        public override void Dispose()
        {
            _writer.WriteEndArray();
            _writer.WriteEndObject();
            _writer.Dispose();
            _output.WriteByte((byte)'\n');
        }

        private void WriteClasses(ClassScore[] classes)
        {
            _writer.WriteStartArray("classes");
            foreach (ClassScore score in classes)
            {
                _writer.WriteStartObject();
                _writer.WriteNumber("index", score.Index);
                _writer.WriteString("label", score.Label);
                _writer.WriteNumber("score", Math.Round(score.Score, 6));
                _writer.WriteEndObject();
            }

            _writer.WriteEndArray();
        }

        private void WriteTimes(StageTimes times)
        {
            _writer.WriteStartObject("times_ms");
            _writer.WriteNumber("preprocess", Math.Round(times.Preprocess.TotalMilliseconds, 3));
            _writer.WriteNumber("inference", Math.Round(times.Inference.TotalMilliseconds, 3));
            _writer.WriteNumber("postprocess", Math.Round(times.Postprocess.TotalMilliseconds, 3));
            _writer.WriteEndObject();
        }
    }
}
