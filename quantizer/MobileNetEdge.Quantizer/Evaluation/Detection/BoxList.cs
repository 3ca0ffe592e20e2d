using System.Globalization;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>
/// A list of boxes: comma-separated values with the columns file, x1, y1, x2, y2 (shares of the picture's sides), class or class_index or both, and
/// possibly crowd (0 or 1).
/// </summary>
internal sealed class BoxList
{
    private readonly CsvReader _reader;
    private readonly IReadOnlyList<string> _header;
    private readonly ClassNames _classes;
    private readonly int _file;
    private readonly int[] _corners;
    private readonly int? _name;
    private readonly int? _index;
    private readonly int? _crowd;

    private BoxList(CsvReader reader, ClassNames classes)
    {
        _reader = reader;
        _classes = classes;
        _header = reader.Read() ?? [];
        _file = Required("file");
        _corners = [Required("y1"), Required("x1"), Required("y2"), Required("x2")];
        (_name, _index, _crowd) = (Column("class"), Column("class_index"), Column("crowd"));
        if (_name is null && _index is null)
        {
            throw reader.Fault("the header has neither a column 'class' nor 'class_index'");
        }
    }

    /// <summary>The boxes by file, in the order of the list.</summary>
    /// <exception cref="InvalidPictureSetException">The list breaks the rules, or names a class that the detector does not have.</exception>
    public static List<(string File, TruthBox Box)> Read(string path, ClassNames classes)
    {
        using StreamReader text = new(path);
        BoxList list = new(new CsvReader(text, path), classes);
        List<(string, TruthBox)> boxes = [];
        while (list._reader.Read() is { } fields)
        {
            boxes.Add(boxes.Count < PictureSet.MaxCount ? list.Parse(fields) : throw list._reader.Fault($"more than {PictureSet.MaxCount} boxes"));
        }

        return boxes;
    }

    private (string File, TruthBox Box) Parse(IReadOnlyList<string> fields)
    {
        if (fields.Count != _header.Count)
        {
            throw _reader.Fault($"{fields.Count} fields; the header has {_header.Count}");
        }

        float[] corners = Array.ConvertAll(_corners, column => Share(fields[column]));
        if (!(corners[2] > corners[0] && corners[3] > corners[1]))
        {
            throw _reader.Fault("the box has no area");
        }

        int category = _classes.Find(_name is { } name ? fields[name] : null, _index is { } index ? fields[index] : null)
            ?? throw _reader.Fault("the detector does not have the class; its labels and --label-offset decide what is found");
        bool isCrowd = _crowd is { } crowd && fields[crowd] == "1";
        return (fields[_file], new TruthBox(category, corners[0], corners[1], corners[2], corners[3], isCrowd));
    }

    private float Share(string text)
    {
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float share) && share is >= -1 and <= 2
            ? share
            : throw _reader.Fault($"'{text}' is no share of a picture's side");
    }

    private int Required(string name) => Column(name) ?? throw _reader.Fault($"the header has no column '{name}'");

    private int? Column(string name) => _reader.Column(_header, name);
}
