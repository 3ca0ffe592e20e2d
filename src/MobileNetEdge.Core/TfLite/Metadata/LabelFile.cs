using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace MobileNetEdge.TfLite;

/// <summary>A text file with one label a line, in UTF-8.</summary>
internal static class LabelFile
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The lines; the end of the last one may be left out.</summary>
    /// <param name="text">The file.</param>
    /// <param name="budget">What the labels are charged to.</param>
    public static ImmutableArray<string> Parse(ReadOnlySpan<byte> text, DecodingBudget budget)
    {
        text = text.StartsWith(ByteOrderMark) ? text[ByteOrderMark.Length..] : text;
        text = text.EndsWith("\n"u8) ? text[..^1] : text;
        if (text.IsEmpty)
        {
            return [];
        }

        int count = text.Count((byte)'\n') + 1;
        budget.ChargeArray(count, IntPtr.Size, 0);
        string[] labels = new string[count];
        for (int i = 0; i < count; i++)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            budget.ChargeString(line.Length, 0);
            labels[i] = Encoding.UTF8.GetString(line.TrimEnd((byte)'\r'));
            text = end < 0 ? [] : text[(end + 1)..];
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(labels);
    }
}
