using System.Text;

namespace MobileNetEdge.TfLite;

/// <summary>TensorFlow Lite Metadata, schema 1.1.0: a FlatBuffer of its own in the model's metadata entry TFLITE_METADATA.</summary>
internal sealed class StandardMetadata
{
    /// <summary>The name of the model's metadata entry.</summary>
    public const string EntryName = "TFLITE_METADATA";

    private readonly FlatBuffer _buffer;
    private readonly FlatTable _root;
    private readonly FlatTable _graph;

    /// <summary>Opens the metadata; the identifier M001 is usual, but not required.</summary>
    public StandardMetadata(FlatBuffer buffer)
    {
        _buffer = buffer;
        _root = buffer.Root("ModelMetadata");
        FlatVector graphs = _root.Vector(ModelMetadataSlots.SubGraphs, sizeof(uint));
        _graph = graphs.Count > 0 ? graphs.Table(0, "SubGraphMetadata") : default;
    }

    /// <summary>The description, and the normalisation of the first input that has one.</summary>
    public ModelMetadata ReadNormalization()
    {
        string description = _root.String(ModelMetadataSlots.Description);
        ModelMetadata part = new() { Description = description.Length > 0 ? description : null };
        foreach (FlatTable input in Tables(_graph, SubGraphMetadataSlots.Inputs, "TensorMetadata"))
        {
            foreach (FlatTable unit in Tables(input, TensorMetadataSlots.ProcessUnits, "ProcessUnit"))
            {
                if (unit.UInt8(ProcessUnitSlots.OptionsKind) == ProcessUnitSlots.Normalization)
                {
                    FlatTable options = unit.Table(ProcessUnitSlots.Options, "NormalizationOptions");
                    return Normalization.AddTo(
                        part,
                        options.Vector(NormalizationSlots.Mean, sizeof(float)).ToSingleArray(),
                        options.Vector(NormalizationSlots.StandardDeviation, sizeof(float)).ToSingleArray());
                }
            }
        }

        return part;
    }

    /// <summary>The first list of labels of an output: for its indices, or else for its values.</summary>
    /// <exception cref="InvalidModelException">The ZIP does not hold the list.</exception>
    public ModelMetadata? ReadLabels(AppendedZip zip)
    {
        if ((FindLabels(AssociatedFileSlots.AxisLabels) ?? FindLabels(AssociatedFileSlots.ValueLabels)) is not { } file)
        {
            return null;
        }

        ReadOnlySpan<byte> name = file.Utf8(AssociatedFileSlots.Name);
        ReadOnlyMemory<byte> text = zip.Find(name)
            ?? throw file.Invalid($"the appended ZIP does not hold '{Encoding.UTF8.GetString(name[..Math.Min(name.Length, 256)])}'");
        return new ModelMetadata { Labels = LabelFile.Parse(text.Span, _buffer.Budget) };
    }

    private FlatTable? FindLabels(byte type)
    {
        foreach (FlatTable output in Tables(_graph, SubGraphMetadataSlots.Outputs, "TensorMetadata"))
        {
            foreach (FlatTable file in Tables(output, TensorMetadataSlots.AssociatedFiles, "AssociatedFile"))
            {
                if (file.UInt8(AssociatedFileSlots.Type) == type)
                {
                    return file;
                }
            }
        }

        return null;
    }

    /// <summary>The tables of a vector field, each charged a little, so that vectors that share their tables come to an end.</summary>
    private static IEnumerable<FlatTable> Tables(FlatTable owner, int slot, string name)
    {
        FlatVector vector = owner.Vector(slot, sizeof(uint));
        for (int i = 0; i < vector.Count; i++)
        {
            owner.Charge(64);
            yield return vector.Table(i, name);
        }
    }
}
