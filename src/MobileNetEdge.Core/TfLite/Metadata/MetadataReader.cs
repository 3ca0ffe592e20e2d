using System.Text.Json;

namespace MobileNetEdge.TfLite;

/// <summary>Collects what a file says beside the network, from all places where tools put it.</summary>
/// <remarks>
/// Each item comes from the first place that has it: TensorFlow Lite Metadata, then <c>metadata.json</c> in the appended ZIP, then our
/// own document. A place that cannot be read becomes a warning; the model stays sound.
/// </remarks>
internal sealed class MetadataReader
{
    private readonly FlatTable _model;
    private readonly BufferTable _buffers;
    private readonly AppendedZip _zip;
    private readonly List<string> _sources = [];
    private readonly List<string> _warnings = [];
    private ModelMetadata _found = ModelMetadata.Empty;

    private MetadataReader(FlatTable model, ReadOnlyMemory<byte> file)
    {
        _model = model;
        _buffers = new BufferTable(model);
        _zip = new AppendedZip(file, model.Buffer.Budget);
    }

    /// <summary>Collects the metadata of a file.</summary>
    /// <param name="model">The file's root table.</param>
    /// <param name="file">All bytes of the file.</param>
    public static ModelMetadata Read(FlatTable model, ReadOnlyMemory<byte> file)
    {
        MetadataReader reader = new(model, file);
        reader.Collect();
        return reader._found with
        {
            Source = reader._sources.Count > 0 ? string.Join(", ", reader._sources) : null,
            Warning = reader._warnings.Count > 0 ? string.Join("; ", reader._warnings) : null,
        };
    }

    private void Collect()
    {
        Attempt(StandardMetadata.EntryName, () => OpenStandard()?.ReadNormalization());
        Attempt(StandardMetadata.EntryName, () => OpenStandard()?.ReadLabels(_zip));
        Attempt(UltralyticsDocument.EntryName, ReadUltralytics);
        Attempt(EdgeDocument.EntryName, ReadEdge);
    }

    private void Attempt(string source, Func<ModelMetadata?> read)
    {
        try
        {
            if (read() is { } part)
            {
                Merge(source, part);
            }
        }
        catch (Exception e) when (e is InvalidModelException or JsonException or InvalidDataException or InvalidOperationException)
        {
            _warnings.Add($"{source} is ignored: {e.Message}");
        }
    }

    private void Merge(string source, ModelMetadata part)
    {
        bool labels = _found.Labels.IsEmpty && !part.Labels.IsEmpty;
        bool normalization = _found.Mean.IsEmpty && !part.Mean.IsEmpty;
        bool resize = _found.ResizeShorterSideTo is null && part.ResizeShorterSideTo is not null;
        if ((labels || normalization || resize) && !_sources.Contains(source))
        {
            _sources.Add(source);
        }

        _found = _found with
        {
            Description = _found.Description ?? part.Description,
            Labels = labels ? part.Labels : _found.Labels,
            Mean = normalization ? part.Mean : _found.Mean,
            StandardDeviation = normalization ? part.StandardDeviation : _found.StandardDeviation,
            ResizeShorterSideTo = _found.ResizeShorterSideTo ?? part.ResizeShorterSideTo,
            Quantizer = _found.Quantizer ?? part.Quantizer,
            Calibration = _found.Calibration ?? part.Calibration,
        };
    }

    private StandardMetadata? OpenStandard()
    {
        return FindEntry("TFLITE_METADATA"u8) is { } entry
            ? new StandardMetadata(new FlatBuffer(entry.Bytes, _model.Buffer.Budget, entry.Start))
            : null;
    }

    private ModelMetadata? ReadUltralytics()
    {
        return _zip.Find("metadata.json"u8) is { } json ? UltralyticsDocument.Read(json.Span, _model.Buffer.Budget) : null;
    }

    private ModelMetadata? ReadEdge()
    {
        return FindEntry("mobilenet_edge"u8) is { } entry ? EdgeDocument.Read(entry.Bytes.Span, _model.Buffer.Budget) : null;
    }

    private FlatVector? FindEntry(ReadOnlySpan<byte> name)
    {
        FlatVector entries = _model.Vector(ModelSlots.Metadata, sizeof(uint));
        for (int i = 0; i < entries.Count; i++)
        {
            FlatTable entry = entries.Table(i, "Metadata");
            if (entry.Utf8(MetadataSlots.Name).SequenceEqual(name))
            {
                return _buffers.Contents(entry.UInt32(MetadataSlots.Buffer));
            }
        }

        return null;
    }
}
