using System.CommandLine;
using System.Text;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Cli.Detection;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Cli.Reporting;
using MobileNetEdge.Imaging;
using MobileNetEdge.Quantizer;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Commands;

/// <summary>compare for detectors: mean average precision of both networks.</summary>
internal static class DetectorComparison
{
    /// <summary>Where the pictures and their boxes are.</summary>
    /// <param name="FloatFile">The float network.</param>
    /// <param name="QuantizedFile">The int8 model's path.</param>
    /// <param name="Images">A folder, or the list of boxes.</param>
    /// <param name="BoxFile">The list of boxes of a folder; else null.</param>
    /// <param name="LabelFile">The classes' names; null for the model's.</param>
    /// <param name="LabelOffset">What is added to the list's class indices; null for 0.</param>
    /// <param name="Limit">The most pictures; null for all.</param>
    /// <param name="Journal">Where to keep what is done; null for nowhere.</param>
    /// <param name="Page">Where to write the page; null for nowhere.</param>
    internal sealed record Request(
        string FloatFile, string QuantizedFile, string Images, string? BoxFile, string? LabelFile, int? LabelOffset, int? Limit, string? Journal, string? Page);

    public static int Run(
        ParseResult parsed, Request request, PreparedModel prepared, bool json, bool quiet, CancellationToken cancellationToken)
    {
        Model model = prepared.Model;
        int classes = new DetectionOutput(model).ClassCount;
        Labels labels = Labels.FindForDetector(request.LabelFile, model.Metadata, classes);
        Preprocessing preprocessing = Preprocessing.For(model, PictureOptions.Framing(parsed) ?? Framing.Stretch, PictureOptions.Normalization(parsed));
        DetectionSet pictures = DetectionSet.Open(
            request.Images, request.BoxFile, new ClassNames(labels.Names, request.LabelOffset ?? 0, classes), request.Limit);
        using Model network = FloatNetwork.Load(request.FloatFile, preprocessing.Height, preprocessing.Width);
        DetectionComparison comparison = new(
            DetectorNetwork.Of(network, DetectorPresets.OrderOf(model.Metadata.Detector)),
            prepared,
            new ComparisonOptions
            {
                Framing = preprocessing.Framing,
                Normalization = preprocessing.Normalization,
                Threads = parsed.GetValue(PictureOptions.Threads),
                Journal = request.Journal is null
                    ? null
                    : new JournalOptions(
                        request.Journal, ModelFingerprint.Of(request.FloatFile, network), ModelFingerprint.Of(request.QuantizedFile, model)),
            });
        DetectionComparisonResult result = PictureProgress.Run(
            "comparing", pictures.Count, quiet, progress => comparison.Run(pictures, progress, cancellationToken));
        DetectionReport report = new(
            request.FloatFile, request.QuantizedFile, request.Images, ExecutionPaths.NameOf(prepared.Path), preprocessing.Description, labels, result);
        Write(report, json, isRepeatable: request.Journal is not null);
        if (request.Page is { } page)
        {
            DetectionReportData data = DetectionReportBuilder.Build(report, pictures, preprocessing, cancellationToken);
            OutputFile.Write(page, Encoding.UTF8.GetBytes(DetectionReportPage.Of(data)));
        }

        BrokenPictures.Name(result.Broken, result.Broken.Length);
        return result.Broken.IsEmpty ? ExitCode.Success : ExitCode.BadInput;
    }

    private static void Write(DetectionReport report, bool json, bool isRepeatable)
    {
        if (json)
        {
            using Stream output = Console.OpenStandardOutput();
            report.WriteJson(output, isRepeatable);
        }
        else
        {
            Console.Out.Write(report.ToText());
        }
    }
}
