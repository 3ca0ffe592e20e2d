namespace MobileNetEdge.Cli.Benchmarking.Family;

/// <summary>A rectangle in pixels.</summary>
/// <param name="Left">The left edge.</param>
/// <param name="Top">The upper edge.</param>
/// <param name="Width">From left to right.</param>
/// <param name="Height">From top to bottom.</param>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    /// <summary>Whether both share a place.</summary>
    public bool Meets(Box other)
    {
        return Left < other.Left + other.Width && other.Left < Left + Width && Top < other.Top + other.Height && other.Top < Top + Height;
    }

    /// <summary>Whether the other lies wholly inside.</summary>
    public bool Holds(Box other)
    {
        return other.Left >= Left && other.Top >= Top && other.Left + other.Width <= Left + Width && other.Top + other.Height <= Top + Height;
    }
}

/// <summary>Where a name is written.</summary>
/// <param name="Place">The room that it takes.</param>
/// <param name="Anchor">Which end of the room the text keeps to: SVG's start, middle or end.</param>
internal readonly record struct ChartLabel(Box Place, string Anchor)
{
    private const double Ascent = 12;

    /// <summary>Where the text is anchored, in pixels.</summary>
    public double X => Anchor switch
    {
        "start" => Place.Left,
        "end" => Place.Left + Place.Width,
        _ => Place.Left + (Place.Width / 2),
    };

    /// <summary>The text's base line, in pixels.</summary>
    public double Y => Place.Top + Ascent;
}

/// <summary>Finds places for names beside dots, so that no name covers a dot or another name.</summary>
internal static class ChartLabels
{
    private const double LetterWidth = 7;
    private const double LineHeight = 16;
    private const double DotSize = 12;
    private const double Gap = 9;

    /// <summary>Directions from a dot, the better ones first: how far a name's centre moves, in halves of its extent and the gap.</summary>
    private static readonly (double X, double Y)[] Directions = [(1, 0), (-1, 0), (0, -1), (0, 1), (0.9, -0.9), (-0.9, 0.9), (0.9, 0.9), (-0.9, -0.9), (1, -1.6), (1, 1.6), (-1, -1.6), (-1, 1.6)];

    /// <summary>The places of names, where the first ones are placed first.</summary>
    /// <param name="dots">The dots' centres.</param>
    /// <param name="names">Their names.</param>
    /// <param name="plot">What names stay inside of.</param>
    /// <param name="reserved">Room that other text takes.</param>
    public static ChartLabel[] Place(
        IReadOnlyList<(double X, double Y)> dots, IReadOnlyList<string> names, Box plot, IReadOnlyList<Box> reserved)
    {
        List<Box> taken = [.. reserved, .. dots.Select(dot => new Box(dot.X - (DotSize / 2), dot.Y - (DotSize / 2), DotSize, DotSize))];
        ChartLabel[] places = new ChartLabel[dots.Count];
        for (int i = 0; i < places.Length; i++)
        {
            ChartLabel[] candidates = [.. Directions.Select(direction => Beside(dots[i], names[i], direction))];
            ChartLabel[] free = [.. candidates.Where(candidate => plot.Holds(candidate.Place) && !taken.Any(candidate.Place.Meets))];
            places[i] = free.Length > 0 ? free[0] : candidates[0];
            taken.Add(places[i].Place);
        }

        return places;
    }

    /// <summary>The room that a line of text takes, ending at a place on its base line.</summary>
    public static Box Before(double x, double y, string text) => new(x - (text.Length * LetterWidth), y - LineHeight + 4, text.Length * LetterWidth, LineHeight);

    private static ChartLabel Beside((double X, double Y) dot, string name, (double X, double Y) direction)
    {
        double width = name.Length * LetterWidth;
        double x = dot.X + (direction.X * ((width / 2) + Gap));
        double y = dot.Y + (direction.Y * ((LineHeight / 2) + Gap));
        string anchor = direction.X switch { > 0 => "start", < 0 => "end", _ => "middle" };
        return new ChartLabel(new Box(x - (width / 2), y - (LineHeight / 2), width, LineHeight), anchor);
    }
}
