using System.Collections.Immutable;

namespace MobileNetEdge.TfLite;

/// <summary>What a codec reads an operator from: its tensors and its options.</summary>
/// <remarks>
/// A form that breaks the format throws. A form that this library cannot express is remembered as <see cref="Unsupported"/>, the
/// first one counts, and the codec goes on: what it returns is then discarded.
/// </remarks>
internal sealed class OperatorSource
{
    private readonly Step _step;
    private readonly Tensor?[] _tensors;

    /// <summary>Creates the source of one step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="tensors">The network's tensors by index.</param>
    public OperatorSource(Step step, Tensor?[] tensors)
    {
        _step = step;
        _tensors = tensors;
    }

    /// <summary>Why this library cannot express the operator; null while it can.</summary>
    public string? Unsupported { get; private set; }

    /// <summary>The number of inputs, absent ones included.</summary>
    public int InputCount => _step.Inputs.Length;

    /// <summary>The only output.</summary>
    public Tensor Output => _tensors[_step.Outputs[0]]!;

    /// <summary>Every input that is not absent.</summary>
    public ImmutableArray<Tensor> PresentInputs => [.. _step.Inputs.Where(i => i != Step.Absent).Select(i => _tensors[i]!)];

    /// <summary>Every output.</summary>
    public ImmutableArray<Tensor> AllOutputs => [.. _step.Outputs.Select(i => _tensors[i]!)];

    /// <summary>Checks the numbers of inputs and outputs.</summary>
    public void Expect(int leastInputs, int mostInputs, int outputs = 1)
    {
        if (InputCount < leastInputs || InputCount > mostInputs)
        {
            string range = leastInputs == mostInputs ? $"{leastInputs}" : $"{leastInputs} to {mostInputs}";
            throw Invalid($"found {InputCount} inputs, expected {range}");
        }

        if (_step.Outputs.Length != outputs)
        {
            throw Invalid($"found {_step.Outputs.Length} outputs, expected {outputs}");
        }
    }

    /// <summary>An input that must be there.</summary>
    public Tensor Input(int index) => OptionalInput(index) ?? throw Invalid($"input {index} is absent");

    /// <summary>An input, or null where the operator leaves it out.</summary>
    public Tensor? OptionalInput(int index)
    {
        return index >= InputCount || _step.Inputs[index] == Step.Absent ? null : _tensors[_step.Inputs[index]];
    }

    /// <summary>The table of options; one without fields where the file has none.</summary>
    public FlatTable Options(OptionsKind kind)
    {
        byte found = _step.Table.UInt8(OperatorSlots.OptionsKind);
        if (found == (byte)OptionsKind.None)
        {
            return default;
        }

        return found == (byte)kind
            ? _step.Table.Table(OperatorSlots.Options, $"options of {_step.Code.Name}")
            : throw Invalid($"found options of kind {found}, expected {(byte)kind} ({kind})");
    }

    /// <summary>The options of a custom operator.</summary>
    /// <exception cref="InvalidModelException">They are no FlexBuffer with a map.</exception>
    public FlexMap CustomOptions()
    {
        FlatVector bytes = _step.Table.Vector(OperatorSlots.CustomOptions, 1);
        return bytes.Count > 0
            ? FlexMap.Open(bytes.Bytes, bytes.Budget, bytes.Start)
            : throw Invalid("found no custom options, expected a FlexBuffer");
    }

    /// <summary>
    /// One of the outputs, which must have a shape. Converters leave the shapes of custom operators' results open: such a one is filled in.
    /// </summary>
    /// <exception cref="InvalidModelException">The output has another shape.</exception>
    public Tensor OutputOfShape(int index, Shape shape)
    {
        Tensor found = _tensors[_step.Outputs[index]]!;
        if (found.Shape.Equals(shape))
        {
            return found;
        }

        if (found.Shape.Rank > 0 || found.IsConstant)
        {
            throw Invalid($"found output {index} of shape {found.Shape}, expected {shape}");
        }

        Tensor shaped = new(found.Name, found.Type, shape, found.Quantization);
        _tensors[_step.Outputs[index]] = shaped;
        return shaped;
    }

    /// <summary>Remembers why this library cannot express the operator.</summary>
    public void NotSupported(string reason) => Unsupported ??= reason;

    /// <summary>The exception for an operator that breaks the format.</summary>
    public InvalidModelException Invalid(string what) => _step.Invalid(what);
}
