using System.CommandLine;
using MobileNetEdge.Cli.Detection;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Commands;

/// <summary>The option that says what a detector's numbers mean.</summary>
internal static class DetectorOption
{
    public static Option<string?> Name { get; } = new("--detector")
    {
        HelpName = "NAME",
        Description =
            $"The network is a single-shot detector with the anchors of {string.Join(", ", DetectorPresets.Names)}, or of a .csv with the columns x, y, " +
            "width, height; the model gets its post-processing. A network that ends in TFLite_Detection_PostProcess needs no name.",
    };

    /// <summary>The detector that a network is to be quantized as; null for other networks.</summary>
    /// <exception cref="UsageException">There is no such name.</exception>
    /// <exception cref="UnsupportedModelException">The network is no detector.</exception>
    public static DetectorChoice? Choose(ParseResult parsed, Model network)
    {
        string? name = parsed.GetValue(Name) ?? network.Metadata.Detector;
        bool hasEnd = DetectionPostProcess.EndOf(network) is not null;
        if (name is null && !hasEnd)
        {
            return null;
        }

        if (hasEnd && parsed.GetValue(Name) is not null)
        {
            throw new UsageException("the network has its own post-processing; leave --detector out");
        }

        DetectorOptions options = hasEnd ? new() { Anchors = [] } : OptionsOf(name!, network);
        bool isFile = !hasEnd && !DetectorPresets.Names.Contains(name!);
        return new DetectorChoice(DetectorNetwork.Of(network, options.Order), options, isFile ? DetectorPresets.FromFile : name);
    }

    private static DetectorOptions OptionsOf(string name, Model network)
    {
        if (DetectorPresets.Names.Contains(name))
        {
            PictureInput input = PictureInput.Of(network);
            return DetectorPresets.Find(name, input.Height, input.Width);
        }

        return File.Exists(name)
            ? DetectorPresets.Read(name)
            : throw new UsageException($"--detector '{name}' is neither a file nor one of {string.Join(", ", DetectorPresets.Names)}");
    }
}
