using System.Collections.Immutable;
using System.Globalization;

namespace MobileNetEdge.Quantizer;

/// <summary>Finds a detector's class by what a list of boxes calls it: by its name where the detector has names, else by its index.</summary>
/// <param name="Labels">The detector's names, without the background; empty where there are none.</param>
/// <param name="Offset">What is added to an index to get the detector's class: -1 where the list counts the background as 0.</param>
/// <param name="Count">The detector's classes.</param>
public sealed record ClassNames(ImmutableArray<string> Labels, int Offset, int Count)
{
    /// <summary>A class; null where the detector does not have it.</summary>
    /// <param name="name">The list's name; null where it has none.</param>
    /// <param name="index">The list's index; null where it has none.</param>
    public int? Find(string? name, string? index)
    {
        int found = name is null ? -1 : Labels.IndexOf(name);
        if (found < 0 && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            found = (int)Math.Clamp(number + (long)Offset, -1, int.MaxValue);
        }

        return found >= 0 && found < Count ? found : null;
    }
}
