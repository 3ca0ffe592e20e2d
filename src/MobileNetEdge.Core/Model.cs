using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>A network: its tensors, and the operators that compute its outputs from its inputs, in the order of execution.</summary>
/// <remarks>
/// Constants lie in the memory that the model was read from. <see cref="Dispose"/> releases it, once nothing that was prepared from the
/// model uses it any more. A model file must not be truncated in place while it is open; replace it by renaming.
/// </remarks>
public sealed class Model : IDisposable
{
    private readonly IDisposable? _memory;

    /// <summary>Creates a model of parts.</summary>
    /// <param name="tensors">Every tensor that inputs, outputs and operators name.</param>
    /// <param name="operators">The steps, each after those that produce what it reads.</param>
    /// <param name="inputs">The tensors that the user fills.</param>
    /// <param name="outputs">The tensors that the user reads.</param>
    /// <param name="metadata">Labels, preprocessing and the like.</param>
    /// <param name="memory">What the constants lie in, released with the model; null where nothing needs releasing.</param>
    public Model(
        ImmutableArray<Tensor> tensors,
        ImmutableArray<Operator> operators,
        ImmutableArray<Tensor> inputs,
        ImmutableArray<Tensor> outputs,
        ModelMetadata? metadata = null,
        IDisposable? memory = null)
    {
        Tensors = tensors;
        Operators = operators;
        Inputs = inputs;
        Outputs = outputs;
        Metadata = metadata ?? ModelMetadata.Empty;
        _memory = memory;
    }

    /// <summary>Every tensor, constants and activations, in the order of the file.</summary>
    public ImmutableArray<Tensor> Tensors { get; }

    /// <summary>The steps in the order of execution.</summary>
    public ImmutableArray<Operator> Operators { get; }

    /// <summary>The tensors that the user fills.</summary>
    public ImmutableArray<Tensor> Inputs { get; }

    /// <summary>The tensors that the user reads.</summary>
    public ImmutableArray<Tensor> Outputs { get; }

    /// <summary>What the file says beside the network: labels, preprocessing, description.</summary>
    public ModelMetadata Metadata { get; }

    /// <summary>Opens a .tflite file; its weights are mapped, not copied.</summary>
    /// <exception cref="InvalidModelException">The file breaks the format's rules.</exception>
    /// <exception cref="UnsupportedModelException">The file is sound, but uses what this library cannot express.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Model Load(string path) => TfLite.TfLiteReader.Load(path);

    /// <summary>Reads a .tflite file that is already in memory; its weights stay where they are.</summary>
    /// <exception cref="InvalidModelException">The file breaks the format's rules.</exception>
    /// <exception cref="UnsupportedModelException">The file is sound, but uses what this library cannot express.</exception>
    public static Model Read(ReadOnlyMemory<byte> file) => TfLite.TfLiteReader.Read(file);

    /// <summary>The model as a .tflite file. The same model gives the same bytes.</summary>
    /// <exception cref="UnsupportedModelException">An operator has no place in the format.</exception>
    public ReadOnlyMemory<byte> ToFile() => TfLite.TfLiteWriter.Write(this);

    /// <summary>Releases the memory that the model was read from.</summary>
    public void Dispose() => _memory?.Dispose();
}
