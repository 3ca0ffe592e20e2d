using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MobileNetEdge.Cli.Output;

namespace MobileNetEdge.Cli.Detection;

/// <summary>Where results go: text for people or one JSON value for machines, each written as soon as it is there.</summary>
internal abstract class DetectionWriter : IDisposable
{
    public static DetectionWriter Create(bool json, Stream output, string model, string path)
    {
        return json ? new JsonDetectionWriter(output, model, path) : new TextDetectionWriter(output);
    }

    public abstract void Write(DetectionResult result, string? drawn);

    public abstract void Dispose();

    private sealed class TextDetectionWriter(Stream output) : DetectionWriter
    {
        private readonly StreamWriter _writer = new(output) { AutoFlush = true };

        public override void Write(DetectionResult result, string? drawn)
        {
            _writer.WriteLine(Terminal.Printable(drawn is null ? result.Path : $"{result.Path} -> {drawn}"));
            foreach (DetectedBox box in result.Boxes)
            {
                _writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{100 * box.Score,7:f2} %  {box.Left,6:f3},{box.Top:f3} to {box.Right:f3},{box.Bottom:f3}  {Terminal.Printable(box.Label)}"));
            }
        }

        public override void Dispose() => _writer.Dispose();
    }

    private sealed class JsonDetectionWriter : DetectionWriter
    {
        private readonly Stream _output;
        private readonly Utf8JsonWriter _writer;

        public JsonDetectionWriter(Stream output, string model, string path)
        {
            _output = output;
            _writer = new(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            _writer.WriteStartObject();
            _writer.WriteString("model", model);
            _writer.WriteString("path", path);
            _writer.WriteStartArray("pictures");
        }

        public override void Write(DetectionResult result, string? drawn)
        {
            _writer.WriteStartObject();
            _writer.WriteString("file", result.Path);
            if (result.Error is { } error)
            {
                _writer.WriteString("error", Application.MessageOf(error));
            }
            else
            {
                _writer.WriteNumber("width", result.Picture!.Width);
                _writer.WriteNumber("height", result.Picture.Height);
                _writer.WriteString("drawn", drawn);
                WriteBoxes(result.Boxes);
                WriteTimes(result);
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

        private void WriteBoxes(IReadOnlyList<DetectedBox> boxes)
        {
            _writer.WriteStartArray("detections");
            foreach (DetectedBox box in boxes)
            {
                _writer.WriteStartObject();
                _writer.WriteNumber("index", box.Category);
                _writer.WriteString("label", box.Label);
                _writer.WriteNumber("score", Math.Round(box.Score, 6));
                _writer.WriteStartArray("box");
                foreach (double side in (double[])[box.Left, box.Top, box.Right, box.Bottom])
                {
                    _writer.WriteNumberValue(Math.Round(side, 6));
                }

                _writer.WriteEndArray();
                _writer.WriteEndObject();
            }

            _writer.WriteEndArray();
        }

        private void WriteTimes(DetectionResult result)
        {
            _writer.WriteStartObject("times_ms");
            _writer.WriteNumber("preprocess", Math.Round(result.Times.Preprocess.TotalMilliseconds, 3));
            _writer.WriteNumber("inference", Math.Round(result.Times.Inference.TotalMilliseconds, 3));
            _writer.WriteNumber("postprocess", Math.Round(result.Times.Postprocess.TotalMilliseconds, 3));
            _writer.WriteEndObject();
        }
    }
}
