using System.Collections.Immutable;
using MobileNetEdge.Quantizer.Evaluation;

namespace MobileNetEdge.Quantizer;

/// <summary>Detectors that are told apart by a name, and detectors whose anchors stand in a file.</summary>
public static class DetectorPresets
{
    /// <summary>What <see cref="DetectorOptions.Order"/> is called in a model's metadata where anchors come from a file.</summary>
    public const string FromFile = "anchors";

    private const string Ssd300 = "ssd-300";
    private const string UltraFace = "ultra-face";
    private const string TensorFlowSsd = "tensorflow-ssd";

    /// <summary>The names that <see cref="Find"/> knows.</summary>
    public static ImmutableArray<string> Names { get; } = [Ssd300, UltraFace, TensorFlowSsd];

    /// <summary>A detector by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="height">Rows of the network's input.</param>
    /// <param name="width">Columns of the network's input.</param>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    public static DetectorOptions Find(string name, int height, int width) => name switch
    {
        Ssd300 => new DetectorOptions { Anchors = AnchorSets.Ssd300() },
        UltraFace => new DetectorOptions { Anchors = AnchorSets.UltraFace(height, width), OverlapThreshold = 0.3f },
        TensorFlowSsd => new DetectorOptions
        {
            Anchors = AnchorSets.TensorFlow(AnchorSets.TensorFlowMaps(height, width)),
            Order = BoxOrder.VerticalFirst,
            HasIndependentScores = true,
            OverlapThreshold = 0.6f,
        },
        _ => throw new ArgumentException($"no detector '{name}'; there are {string.Join(", ", Names)}", nameof(name)),
    };

    /// <summary>The order of a box's numbers in the float network that a model was made from.</summary>
    /// <param name="name">What the model's metadata say: a name, <see cref="FromFile"/>, or nothing.</param>
    public static BoxOrder OrderOf(string? name) => name == TensorFlowSsd ? BoxOrder.VerticalFirst : BoxOrder.HorizontalFirst;

    /// <summary>A detector of two outputs that gives x, y, width and height and ends in a softmax, with anchors from a file.</summary>
    /// <param name="path">A .csv with a header and the columns x, y, width, height: centre and size as shares of the picture's sides.</param>
    /// <exception cref="InvalidPictureSetException">The file breaks the rules.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DetectorOptions Read(string path)
    {
        using StreamReader text = new(path);
        return new DetectorOptions { Anchors = [.. AnchorList.Read(new CsvReader(text, path))] };
    }
}
