using System.Globalization;

namespace MobileNetEdge.Devices.Rules;

/// <summary>Reads a rule's text from left to right.</summary>
internal sealed class RuleTokens(string text)
{
    private int _next;

    /// <summary>Where the next token stands, from 1.</summary>
    public int Position
    {
        get
        {
            SkipSpace();
            return _next + 1;
        }
    }

    public bool IsAtEnd => Position > text.Length;

    public RuleSyntaxException Error(int position, string found, string expected) => new(text, position, found, expected);

    /// <summary>Text up to a comparison, or in quotes.</summary>
    public string Label()
    {
        int position = Position;
        string label = !IsAtEnd && text[_next] is '"' or '\'' ? Quoted() : Until("<>").Trim();
        return label.Length > 0 ? label : throw Error(position, Found(position), "the name of a class");
    }

    public (bool IsAbove, bool IsInclusive) Compare()
    {
        int position = Position;
        if (IsAtEnd || text[_next] is not ('>' or '<'))
        {
            throw Error(position, Found(position), "'>', '>=', '<' or '<='");
        }

        bool isAbove = text[_next++] == '>';
        bool isInclusive = _next < text.Length && text[_next] == '=';
        _next += isInclusive ? 1 : 0;
        return (isAbove, isInclusive);
    }

    /// <summary>A number from 0 to 1, or a percentage.</summary>
    public double Score()
    {
        const string Expected = "a number from 0 to 1, or from 0% to 100%";
        int position = Position;
        (double amount, string unit) = Amount(Expected);
        double score = unit == "%" ? amount / 100 : amount;
        if (unit is not ("" or "%"))
        {
            _next -= unit.Length;
        }

        return score is >= 0 and <= 1 ? score : throw Error(position, $"'{text[(position - 1).._next].Trim()}'", Expected);
    }

    /// <summary>Four numbers from 0 to 1, or percentages, with commas between them.</summary>
    public RuleRegion Region()
    {
        int position = Position;
        double left = Score();
        double top = ScoreAfterComma();
        double right = ScoreAfterComma();
        double bottom = ScoreAfterComma();
        return left < right && top < bottom
            ? new(left, top, right, bottom)
            : throw Error(position, $"'{text[(position - 1).._next].Trim()}'", "left,top,right,bottom with left below right and top below bottom");
    }

    /// <summary>A number and the letters or the percent sign after it.</summary>
    public (double Amount, string Unit) Amount(string expected)
    {
        int position = Position;
        int start = _next;
        while (_next < text.Length && (char.IsAsciiDigit(text[_next]) || text[_next] == '.'))
        {
            _next++;
        }

        if (!double.TryParse(text.AsSpan(start, _next - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double amount))
        {
            _next = start;
            throw Error(position, Found(position), expected);
        }

        int end = _next;
        SkipSpace();
        int unit = _next;
        while (_next < text.Length && (char.IsAsciiLetter(text[_next]) || text[_next] == '%'))
        {
            _next++;
        }

        string word = text[unit.._next];
        if (word is "in" or "for" or "until" or "hold" or "smooth")
        {
            _next = end;
            return (amount, "");
        }

        return (amount, word);
    }

    /// <summary>A run of letters.</summary>
    public string Word(string expected)
    {
        int position = Position;
        int start = _next;
        while (_next < text.Length && char.IsLetter(text[_next]))
        {
            _next++;
        }

        return _next > start ? text[start.._next] : throw Error(position, Found(position), expected);
    }

    private double ScoreAfterComma()
    {
        int position = Position;
        if (IsAtEnd || text[_next] != ',')
        {
            throw Error(position, Found(position), "',' and the rest of left,top,right,bottom");
        }

        _next++;
        return Score();
    }

    private string Quoted()
    {
        int position = Position;
        char quote = text[_next++];
        int end = text.IndexOf(quote, _next);
        if (end < 0)
        {
            throw Error(position, $"an open {quote}", $"a closing {quote}");
        }

        string label = text[_next..end];
        _next = end + 1;
        return label;
    }

    private string Until(string characters)
    {
        int start = _next;
        int length = text.AsSpan(start).IndexOfAny(characters);
        _next = length < 0 ? text.Length : start + length;
        return text[start.._next];
    }

    /// <summary>The word at a position, for a message.</summary>
    private string Found(int position)
    {
        string rest = position > text.Length ? "" : text[(position - 1)..];
        int end = rest.IndexOf(' ');
        return rest.Length == 0 ? "the end" : $"'{(end > 0 ? rest[..end] : rest)}'";
    }

    private void SkipSpace()
    {
        while (_next < text.Length && char.IsWhiteSpace(text[_next]))
        {
            _next++;
        }
    }
}
