using System.Globalization;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>A list of anchors: comma-separated values with the columns x, y, width, height.</summary>
internal static class AnchorList
{
    /// <summary>More than any detector has.</summary>
    private const int MaxAnchors = 1 << 16;

    private static readonly string[] Columns = ["y", "x", "height", "width"];

    /// <exception cref="InvalidPictureSetException">The list breaks the rules.</exception>
    public static List<Anchor> Read(CsvReader reader)
    {
        IReadOnlyList<string> header = reader.Read() ?? [];
        int[] places = Array.ConvertAll(Columns, name => header.Count(column => column == name) == 1
            ? Enumerable.Range(0, header.Count).First(i => header[i] == name)
            : throw reader.Fault($"the header must have one column '{name}'"));
        List<Anchor> anchors = [];
        while (reader.Read() is { } fields)
        {
            if (fields.Count != header.Count || anchors.Count >= MaxAnchors)
            {
                throw reader.Fault($"{fields.Count} fields; the header has {header.Count}, and there may be {MaxAnchors} anchors");
            }

            double[] values = Array.ConvertAll(places, place => Number(reader, fields[place]));
            anchors.Add(new Anchor(values[0], values[1], values[2], values[3]));
        }

        return anchors;
    }

    private static double Number(CsvReader reader, string text)
    {
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) <= 100
            ? number
            : throw reader.Fault($"'{text}' is no share of a picture's side");
    }
}
