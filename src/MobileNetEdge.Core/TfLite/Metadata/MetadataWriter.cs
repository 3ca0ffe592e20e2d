using System.IO.Compression;
using System.Text;

namespace MobileNetEdge.TfLite;

/// <summary>Writes what a model says beside the network: TensorFlow Lite Metadata for everyone, and our own document for the rest.</summary>
internal static class MetadataWriter
{
    private const string LabelFileName = "labels.txt";
    private const int DetectedBoxes = 0;
    private const int DetectedClasses = 1;

    /// <summary>NormalizationOptions and associated files came with this version of the metadata's schema.</summary>
    private const string MinParserVersion = "1.0.0";

    /// <summary>ZIP has no earlier date; a fixed one keeps files reproducible.</summary>
    private static readonly DateTimeOffset ZipEpoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static ReadOnlySpan<byte> StandardIdentifier => "M001"u8;

    /// <summary>The entries of the model's metadata table.</summary>
    public static IEnumerable<(string Name, ReadOnlyMemory<byte> Contents)> Entries(Model model)
    {
        if (model.Metadata == ModelMetadata.Empty)
        {
            yield break;
        }

        yield return (StandardMetadata.EntryName, Standard(model));
        yield return (EdgeDocument.EntryName, EdgeDocument.Write(model.Metadata));
    }

    /// <summary>The file with the files that the metadata names appended as a ZIP, stored and not compressed so that readers can map them.</summary>
    public static ReadOnlyMemory<byte> AppendFiles(ReadOnlyMemory<byte> network, ModelMetadata metadata)
    {
        if (metadata.Labels.IsEmpty)
        {
            return network;
        }

        using MemoryStream file = new();
        file.Write(network.Span);
        using (ZipArchive zip = new(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            ZipArchiveEntry entry = zip.CreateEntry(LabelFileName, CompressionLevel.NoCompression);
            entry.LastWriteTime = ZipEpoch;
            using Stream contents = entry.Open();
            contents.Write(Encoding.UTF8.GetBytes(string.Concat(metadata.Labels.Select(label => label.ReplaceLineEndings(" ") + "\n"))));
        }

        return file.ToArray();
    }

    private static ReadOnlyMemory<byte> Standard(Model model)
    {
        FlatBufferBuilder builder = new();
        ModelMetadata metadata = model.Metadata;
        FlatReference[] inputs = [.. model.Inputs.Select((_, i) => Input(builder, i == 0 ? metadata : ModelMetadata.Empty))];
        bool isDetector = DetectionPostProcess.EndOf(model) is not null;
        FlatReference[] outputs = [.. model.Outputs.Select((_, i) =>
            isDetector && i == DetectedBoxes ? Boxes(builder) : Output(builder, isDetector, i == (isDetector ? DetectedClasses : 0) && !metadata.Labels.IsEmpty))];
        FlatReference graph = builder.Table(new FlatFields()
            .Reference(SubGraphMetadataSlots.Inputs, builder.References(inputs))
            .Reference(SubGraphMetadataSlots.Outputs, builder.References(outputs)));
        FlatReference root = builder.Table(new FlatFields()
            .Reference(ModelMetadataSlots.Description, metadata.Description is { } text ? builder.String(text) : null)
            .Reference(ModelMetadataSlots.SubGraphs, builder.References([graph]))
            .Reference(ModelMetadataSlots.MinParserVersion, builder.String(MinParserVersion)));
        return builder.Finish(root, StandardIdentifier);
    }

    private static FlatReference Input(FlatBufferBuilder builder, ModelMetadata metadata)
    {
        if (metadata.Mean.IsEmpty)
        {
            return builder.Table(new FlatFields());
        }

        FlatReference options = builder.Table(new FlatFields()
            .Reference(NormalizationSlots.Mean, builder.Vector(metadata.Mean.AsSpan()))
            .Reference(NormalizationSlots.StandardDeviation, builder.Vector(metadata.StandardDeviation.AsSpan())));
        FlatReference unit = builder.Table(new FlatFields()
            .UInt8(ProcessUnitSlots.OptionsKind, ProcessUnitSlots.Normalization)
            .Reference(ProcessUnitSlots.Options, options));
        return builder.Table(new FlatFields().Reference(TensorMetadataSlots.ProcessUnits, builder.References([unit])));
    }

    /// <summary>What a detector's boxes are: left, top, right and bottom stand at these places.</summary>
    private static FlatReference Boxes(FlatBufferBuilder builder)
    {
        FlatReference properties = builder.Table(new FlatFields()
            .Reference(BoundingBoxSlots.Index, builder.Vector<uint>([1, 0, 3, 2]))
            .UInt8(BoundingBoxSlots.Type, BoundingBoxSlots.Boundaries));
        FlatReference content = builder.Table(new FlatFields()
            .UInt8(ContentSlots.PropertiesKind, ContentSlots.BoundingBox)
            .Reference(ContentSlots.Properties, properties));
        return builder.Table(new FlatFields().Reference(TensorMetadataSlots.Content, content));
    }

    private static FlatReference Output(FlatBufferBuilder builder, bool areValues, bool hasLabels)
    {
        if (!hasLabels)
        {
            return builder.Table(new FlatFields());
        }

        FlatReference file = builder.Table(new FlatFields()
            .Reference(AssociatedFileSlots.Name, builder.String(LabelFileName))
            .UInt8(AssociatedFileSlots.Type, areValues ? AssociatedFileSlots.ValueLabels : AssociatedFileSlots.AxisLabels));
        return builder.Table(new FlatFields().Reference(TensorMetadataSlots.AssociatedFiles, builder.References([file])));
    }
}
