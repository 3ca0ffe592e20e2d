using System.Globalization;
using System.Text.Json;
using MobileNetEdge.Cli.Output;

namespace MobileNetEdge.Cli.Detection;

/// <summary>Where results go: text for people or one JSON value for machines, each written as soon as it is there.</summary>
internal abstract class DetectionWriter : IDisposable
{
    public static DetectionWriter Create(bool json, Stream output, string model, string path)
    {
        return json ? new JsonDetectionWriter(new PictureJson(output, model, path)) : new TextDetectionWriter(output);
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

    private sealed class JsonDetectionWriter(PictureJson json) : DetectionWriter
    {
        public override void Write(DetectionResult result, string? drawn) => json.Write(result.Path, result.Error, result.Times, () =>
        {
            json.Writer.WriteNumber("width", result.Picture!.Width);
            json.Writer.WriteNumber("height", result.Picture.Height);
            json.Writer.WriteString("drawn", drawn);
            WriteBoxes(json.Writer, result.Boxes);
        });

        public override void Dispose() => json.Dispose();

        private static void WriteBoxes(Utf8JsonWriter writer, IReadOnlyList<DetectedBox> boxes)
        {
            writer.WriteStartArray("detections");
            foreach (DetectedBox box in boxes)
            {
                writer.WriteStartObject();
                writer.WriteNumber("index", box.Category);
                writer.WriteString("label", box.Label);
                writer.WriteNumber("score", Math.Round(box.Score, 6));
                writer.WriteStartArray("box");
                foreach (double side in (double[])[box.Left, box.Top, box.Right, box.Bottom])
                {
                    writer.WriteNumberValue(Math.Round(side, 6));
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }
}
