using System.Globalization;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Output;

/// <summary>Names on stderr the pictures that could not be compared.</summary>
internal static class BrokenPictures
{
    /// <summary>A disk that fails would fill the screen.</summary>
    private const int MaxNamed = 20;

    public static void Name(ComparisonResult result)
    {
        foreach (BrokenPicture broken in result.Broken.Take(MaxNamed))
        {
            string message = Application.MessageOf(broken.Error);
            Terminal.Note(message.Contains(broken.Name, StringComparison.Ordinal) ? message : $"{broken.Name}: {message}");
        }

        if (result.BrokenCount > MaxNamed)
        {
            Terminal.Note(string.Create(
                CultureInfo.InvariantCulture, $"{result.BrokenCount:n0} pictures are broken; {MaxNamed} are named here, more with --json"));
        }
    }
}
