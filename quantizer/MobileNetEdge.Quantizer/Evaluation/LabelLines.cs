using System.Globalization;
using System.Text;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>The lines of a file of labels, each split at blanks; empty lines are left out.</summary>
/// <param name="path">The file.</param>
internal sealed class LabelLines(string path)
{
    private const int MaxLine = 1 << 14;

    private static readonly char[] Blanks = [' ', '\t'];

    private int _line;

    /// <summary>The fields of each line.</summary>
    /// <exception cref="InvalidPictureSetException">There are more lines, or a longer one, than a set may have.</exception>
    public IEnumerable<string[]> Read()
    {
        using StreamReader text = new(path);
        for (_line = 1; ReadLine(text) is { } line; _line++)
        {
            string[] fields = line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 0)
            {
                yield return _line <= PictureSet.MaxCount ? fields : throw Fault($"at most {PictureSet.MaxCount} lines");
            }
        }
    }

    /// <summary>A field as a whole number.</summary>
    public int Number(string field, int least)
    {
        return int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw Fault($"a whole number from {least} on and not '{field}'");
    }

    /// <summary>An error in the line read last.</summary>
    public InvalidPictureSetException Fault(string expected) => new($"{path}, line {_line}: there should be {expected}");

    /// <summary>Up to a line feed; null after the last. A file may be one endless line.</summary>
    private string? ReadLine(StreamReader text)
    {
        StringBuilder line = new();
        int next;
        while ((next = text.Read()) is not (-1 or '\n'))
        {
            line.Append(line.Length < MaxLine ? (char)next : throw Fault($"at most {MaxLine} characters"));
        }

        return next == -1 && line.Length == 0 ? null : line.ToString().TrimEnd('\r');
    }
}
