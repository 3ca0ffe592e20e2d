using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Output;

namespace MobileNetEdge.Cli.Segmentation;

/// <summary>Writes the share of each class, as text or as one JSON value.</summary>
internal sealed class SegmentationWriter : IDisposable
{
    private readonly Stream _output;
    private readonly Labels _labels;
    private readonly int _classes;
    private readonly StreamWriter? _text;
    private readonly Utf8JsonWriter? _json;

    public SegmentationWriter(bool json, Stream output, string model, string path, Labels labels, int classes)
    {
        (_output, _labels, _classes) = (output, labels, classes);
        if (!json)
        {
            _text = new StreamWriter(output) { AutoFlush = true };
            return;
        }

        _json = new(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _json.WriteStartObject();
        _json.WriteString("model", model);
        _json.WriteString("path", path);
        _json.WriteStartArray("pictures");
    }

    /// <summary>Writes a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="drawn">Where a copy with the classes on it is; null for nowhere.</param>
    public void Write(SegmentationResult result, string? drawn)
    {
        _text?.WriteLine(Terminal.Printable(drawn is null ? result.Path : $"{result.Path} -> {drawn}"));
        _json?.WriteStartObject();
        _json?.WriteString("file", result.Path);
        if (result.Error is { } error)
        {
            _json?.WriteString("error", Application.MessageOf(error));
        }
        else
        {
            _json?.WriteString("drawn", drawn);
            WriteShares(result.Map!);
            WriteTimes(result.Times);
        }

        _json?.WriteEndObject();
        _json?.Flush();
    }

    public void Dispose()
    {
        _text?.Dispose();
        if (_json is null)
        {
            return;
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Dispose();
        _output.WriteByte((byte)'\n');
    }

    private void WriteShares(ClassMap map)
    {
        int[] counts = map.Count(_classes);
        double all = (double)map.Width * map.Height;
        _json?.WriteStartArray("classes");
        foreach (int category in Enumerable.Range(0, _classes).Where(c => counts[c] > 0).OrderByDescending(c => counts[c]))
        {
            double share = counts[category] / all;
            _text?.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{100 * share,7:f2} %  {category,4}  {Terminal.Printable(_labels[category])}"));
            _json?.WriteStartObject();
            _json?.WriteNumber("index", category);
            _json?.WriteString("label", _labels[category]);
            _json?.WriteNumber("share", Math.Round(share, 6));
            _json?.WriteEndObject();
        }

        _json?.WriteEndArray();
    }

    private void WriteTimes(StageTimes times)
    {
        _json?.WriteStartObject("times_ms");
        _json?.WriteNumber("preprocess", Math.Round(times.Preprocess.TotalMilliseconds, 3));
        _json?.WriteNumber("inference", Math.Round(times.Inference.TotalMilliseconds, 3));
        _json?.WriteNumber("postprocess", Math.Round(times.Postprocess.TotalMilliseconds, 3));
        _json?.WriteEndObject();
    }
}
