using System.Text;

namespace MobileNetEdge.Devices.Linux;

/// <summary>Text in a field of fixed length, ended by a zero where it is shorter.</summary>
internal static class FixedText
{
    /// <summary>Reads it; control characters become question marks.</summary>
    public static string Read(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        string text = Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
        return text.Any(char.IsControl) ? new string([.. text.Select(c => char.IsControl(c) ? '?' : c)]) : text;
    }

    /// <summary>Writes it, cut off to leave a zero at the end.</summary>
    public static void Write(string text, Span<byte> field)
    {
        field.Clear();
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        bytes.AsSpan(0, Math.Min(bytes.Length, field.Length - 1)).CopyTo(field);
    }
}
