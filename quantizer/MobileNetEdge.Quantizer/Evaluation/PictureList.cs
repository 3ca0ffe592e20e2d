using System.Globalization;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>A list of pictures: comma-separated values with a header.</summary>
internal sealed class PictureList
{
    private const string FileColumn = "file";
    private const string LabelColumn = "label_index";

    private readonly CsvReader _reader;
    private readonly string _folder;
    private readonly IReadOnlyList<string> _header;
    private readonly int _file;
    private readonly int? _label;

    private PictureList(CsvReader reader, string folder)
    {
        _reader = reader;
        _folder = folder;
        _header = reader.Read() ?? [];
        _file = Column(FileColumn) ?? throw reader.Fault($"the header has no column '{FileColumn}'");
        _label = Column(LabelColumn);
    }

    public static FileSource Open(string path, int limit)
    {
        using StreamReader text = new(path);
        PictureList list = new(new CsvReader(text, path), Path.GetDirectoryName(path) ?? "");
        List<PictureFile> files = [];
        while (files.Count < limit && list.Next() is { } file)
        {
            files.Add(files.Count < PictureSet.MaxCount ? file : throw list._reader.Fault($"more than {PictureSet.MaxCount} pictures"));
        }

        return new FileSource(files);
    }

    private PictureFile? Next()
    {
        if (_reader.Read() is not { } fields)
        {
            return null;
        }

        if (fields.Count != _header.Count)
        {
            throw _reader.Fault($"{fields.Count} fields; the header has {_header.Count}");
        }

        return new PictureFile(PathOf(fields[_file]), _label is { } column ? LabelOf(fields[column]) : null);
    }

    private string PathOf(string file)
    {
        return file.Length > 0 && !file.Contains('\0', StringComparison.Ordinal)
            ? Path.Combine(_folder, file)
            : throw _reader.Fault($"'{file.Replace('\0', '?')}' names no file");
    }

    /// <summary>A class; an empty field says that it is not known.</summary>
    private int? LabelOf(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int label)
            ? label
            : throw _reader.Fault($"{LabelColumn} '{text}' is no whole number from 0 to {int.MaxValue}");
    }

    private int? Column(string name) => _reader.Column(_header, name);
}
