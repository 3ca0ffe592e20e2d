using System.Globalization;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Output;

/// <summary>Names on stderr the pictures that could not be compared.</summary>
internal static class BrokenPictures
{
    /// <summary>A disk that fails would fill the screen.</summary>
    private const int MaxNamed = 20;

    /// <param name="pictures">The pictures, or the first of them.</param>
    /// <param name="count">How many there are in all.</param>
    public static void Name(IEnumerable<BrokenPicture> pictures, int count)
    {
        foreach (BrokenPicture broken in pictures.Take(MaxNamed))
        {
            string message = Application.MessageOf(broken.Error);
            Terminal.Note(message.Contains(broken.Name, StringComparison.Ordinal) ? message : $"{broken.Name}: {message}");
        }

        if (count > MaxNamed)
        {
            Terminal.Note(string.Create(
                CultureInfo.InvariantCulture, $"{count:n0} pictures are broken; {MaxNamed} are named here, more with --json"));
        }
    }
}
