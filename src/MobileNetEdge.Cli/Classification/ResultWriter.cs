using System.Globalization;
using System.Text.Json;
using MobileNetEdge.Cli.Output;

namespace MobileNetEdge.Cli.Classification;

/// <summary>Where results go: text for people or one JSON value for machines, each written as soon as it is there.</summary>
internal abstract class ResultWriter : IDisposable
{
    public static ResultWriter Create(bool json, Stream output, string model, string path)
    {
        return json ? new JsonResultWriter(new PictureJson(output, model, path)) : new TextResultWriter(output);
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

    private sealed class JsonResultWriter(PictureJson json) : ResultWriter
    {
        public override void Write(PictureResult result)
        {
            json.Write(result.Path, result.Error, result.Times, () => WriteClasses(json.Writer, result.Classes));
        }

        public override void Dispose() => json.Dispose();

        private static void WriteClasses(Utf8JsonWriter writer, ClassScore[] classes)
        {
            writer.WriteStartArray("classes");
            foreach (ClassScore score in classes)
            {
                writer.WriteStartObject();
                writer.WriteNumber("index", score.Index);
                writer.WriteString("label", score.Label);
                writer.WriteNumber("score", Math.Round(score.Score, 6));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }
}
