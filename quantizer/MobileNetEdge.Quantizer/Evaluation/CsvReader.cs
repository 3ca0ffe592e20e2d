using System.Text;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Reads records of comma-separated values, RFC 4180; a line may end in LF alone, and empty lines are left out.</summary>
/// <param name="reader">The text.</param>
/// <param name="name">What to call the text in errors.</param>
internal sealed class CsvReader(TextReader reader, string name)
{
    /// <summary>Characters that one record may have.</summary>
    public const int MaxRecordLength = 1 << 16;

    /// <summary>Characters that the whole text may have.</summary>
    public const int MaxLength = 1 << 26;

    private const int End = -1;

    private int _next = reader.Read();
    private int _line = 1;
    private int _length;
    private int _recordLength;

    /// <summary>The line on which the last record begins, counted from 1.</summary>
    public int RecordLine { get; private set; }

    /// <summary>The next record's fields; null after the last.</summary>
    /// <exception cref="InvalidPictureSetException">The text breaks the format's rules.</exception>
    public IReadOnlyList<string>? Read()
    {
        while (_next is '\r' or '\n')
        {
            EndRecord();
        }

        if (_next == End)
        {
            return null;
        }

        (RecordLine, _recordLength) = (_line, 0);
        List<string> fields = [ReadField()];
        while (TryTake(','))
        {
            fields.Add(ReadField());
        }

        EndRecord();
        return fields;
    }

    /// <summary>The place of a column in a header, the last record; null where it has none of that name.</summary>
    /// <exception cref="InvalidPictureSetException">It has several.</exception>
    public int? Column(IReadOnlyList<string> header, string column)
    {
        int[] places = [.. Enumerable.Range(0, header.Count).Where(i => header[i] == column)];
        return places switch
        {
            [] => null,
            [int place] => place,
            _ => throw Fault($"the header has several columns '{column}'"),
        };
    }

    /// <summary>An error in the last record.</summary>
    public InvalidPictureSetException Fault(string what) => new($"{name}, line {RecordLine}: {what}");

    private string ReadField() => TryTake('"') ? ReadQuoted() : ReadPlain();

    private string ReadPlain()
    {
        StringBuilder field = new();
        while (_next is not (End or ',' or '\r' or '\n'))
        {
            char taken = Take();
            field.Append(taken != '"' ? taken : throw Fault("a quote in a field that does not begin with one"));
        }

        return field.ToString();
    }

    private string ReadQuoted()
    {
        StringBuilder field = new();
        while (_next != End)
        {
            char taken = Take();

            // A quote ends the field, two of them stand for one.
            if (taken == '"' && !TryTake('"'))
            {
                return field.ToString();
            }

            field.Append(taken);
        }

        throw Fault("a quoted field does not end");
    }

    private void EndRecord()
    {
        bool hasReturn = TryTake('\r');
        if (!TryTake('\n') && (hasReturn || _next != End))
        {
            throw Fault(hasReturn ? "a carriage return without a line feed" : "text after a quoted field");
        }
    }

    private bool TryTake(char wanted)
    {
        if (_next != wanted)
        {
            return false;
        }

        Take();
        return true;
    }

    private char Take()
    {
        char taken = (char)_next;
        _next = reader.Read();
        _line += taken == '\n' ? 1 : 0;
        if (++_recordLength > MaxRecordLength)
        {
            throw Fault($"more than {MaxRecordLength} characters");
        }

        return ++_length <= MaxLength ? taken : throw Fault($"the file has more than {MaxLength} characters");
    }
}
