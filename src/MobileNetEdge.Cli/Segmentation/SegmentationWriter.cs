using System.Globalization;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Output;

namespace MobileNetEdge.Cli.Segmentation;

/// <summary>Writes the share of each class, as text or as one JSON value.</summary>
internal sealed class SegmentationWriter : IDisposable
{
    private readonly Labels _labels;
    private readonly int _classes;
    private readonly StreamWriter? _text;
    private readonly PictureJson? _json;

    public SegmentationWriter(bool json, Stream output, string model, string path, Labels labels, int classes)
    {
        (_labels, _classes) = (labels, classes);
        if (json)
        {
            _json = new(output, model, path);
        }
        else
        {
            _text = new StreamWriter(output) { AutoFlush = true };
        }
    }

    /// <summary>Writes a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="drawn">Where a copy with the classes on it is; null for nowhere.</param>
    public void Write(SegmentationResult result, string? drawn)
    {
        if (_json is not null)
        {
            _json.Write(result.Path, result.Error, result.Times, () => WriteMembers(_json, result.Map!, drawn));
            return;
        }

        _text!.WriteLine(Terminal.Printable(drawn is null ? result.Path : $"{result.Path} -> {drawn}"));
        foreach ((int category, double share) in result.Map is { } map ? Shares(map) : [])
        {
            _text.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{100 * share,7:f2} %  {category,4}  {Terminal.Printable(_labels[category])}"));
        }
    }

    public void Dispose()
    {
        _text?.Dispose();
        _json?.Dispose();
    }

    private void WriteMembers(PictureJson json, ClassMap map, string? drawn)
    {
        json.Writer.WriteString("drawn", drawn);
        json.Writer.WriteStartArray("classes");
        foreach ((int category, double share) in Shares(map))
        {
            json.Writer.WriteStartObject();
            json.Writer.WriteNumber("index", category);
            json.Writer.WriteString("label", _labels[category]);
            json.Writer.WriteNumber("share", Math.Round(share, 6));
            json.Writer.WriteEndObject();
        }

        json.Writer.WriteEndArray();
    }

    /// <summary>The classes that the picture has, the largest first.</summary>
    private IEnumerable<(int Category, double Share)> Shares(ClassMap map)
    {
        int[] counts = map.Count(_classes);
        double all = (double)map.Width * map.Height;
        foreach (int category in Enumerable.Range(0, _classes).Where(c => counts[c] > 0).OrderByDescending(c => counts[c]))
        {
            yield return (category, counts[category] / all);
        }
    }
}
