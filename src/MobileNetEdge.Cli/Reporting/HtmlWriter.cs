using System.Globalization;
using System.Text;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>Writes HTML. Text and markup go through different methods: names of files, tensors and labels may hold markup of their own.</summary>
internal sealed class HtmlWriter
{
    /// <summary>Characters of a name that are shown.</summary>
    private const int MaxName = 160;

    private readonly StringBuilder _html = new();

    /// <summary>Markup, as it is. Numbers in it look the same everywhere.</summary>
    public HtmlWriter Markup(FormattableString markup)
    {
        _html.Append(markup.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>Text from anywhere.</summary>
    public HtmlWriter Text(string text)
    {
        _html.Append(Escape(text));
        return this;
    }

    /// <summary>Text with numbers.</summary>
    public HtmlWriter Text(FormattableString text) => Text(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>A name from anywhere, on its own where it runs from right to left, and cut where it is very long.</summary>
    public HtmlWriter Name(string name)
    {
        _html.Append("<bdi>").Append(Escape(Cut(name))).Append("</bdi>");
        return this;
    }

    /// <summary>Text that is safe in an element and in a quoted attribute; what HTML does not allow becomes U+FFFD.</summary>
    public static string Escape(string text)
    {
        StringBuilder safe = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => safe.Append("&amp;"),
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '"' => safe.Append("&quot;"),
                '\'' => safe.Append("&#39;"),
                _ when Rune.IsControl(rune) || (rune.Value & 0xFFFE) == 0xFFFE => safe.Append('\uFFFD'),
                _ => safe.Append(rune.ToString()),
            };
        }

        return safe.ToString();
    }

    /// <summary>A name's start and end; the end of a path says most.</summary>
    public static string Cut(string name) => name.Length <= MaxName ? name : string.Concat(name.AsSpan(0, 60), "…", name.AsSpan(name.Length - 90));

    public override string ToString() => _html.ToString();
}
