namespace MobileNetEdge.TfLite;

/// <summary>Reads TensorFlow Lite files: FlatBuffers schema version 3, identifier TFL3.</summary>
/// <remarks>
/// The file is not trusted. Reading takes time in proportion to the file and, beside it, less managed memory than the file's length and
/// a few times <see cref="DecodingBudget.Base"/>. Constants are not copied.
/// </remarks>
internal static class TfLiteReader
{
    /// <summary>Maps a file and reads it; disposing the model unmaps it.</summary>
    /// <exception cref="InvalidModelException">The file breaks the format's rules.</exception>
    /// <exception cref="UnsupportedModelException">The file is sound, but uses what this library cannot express.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Model Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        MappedFile file = MappedFile.Open(path);
        try
        {
            return Read(file.Memory, file);
        }
        catch
        {
            ((IDisposable)file).Dispose();
            throw;
        }
    }

    /// <summary>Reads a file that is already in memory.</summary>
    /// <param name="file">The bytes; constants stay in them.</param>
    /// <param name="memory">What is disposed with the model.</param>
    /// <exception cref="InvalidModelException">The file breaks the format's rules.</exception>
    /// <exception cref="UnsupportedModelException">The file is sound, but uses what this library cannot express.</exception>
    public static Model Read(ReadOnlyMemory<byte> file, IDisposable? memory = null)
    {
        FlatBuffer buffer = new(file, new DecodingBudget(file.Length));
        FlatTable model = buffer.Root(FileFormat.Identifier, "Model");
        uint version = model.UInt32(ModelSlots.Version);
        if (version != FileFormat.Version)
        {
            throw new UnsupportedModelException("model", $"schema version {version}; {FileFormat.Version} is supported");
        }

        Network network = new GraphReader(model).Read(file.Length);
        ModelMetadata metadata = MetadataReader.Read(model, file);
        return new Model(network.Tensors, network.Operators, network.Inputs, network.Outputs, metadata, memory);
    }
}
