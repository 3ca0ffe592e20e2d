using System.Runtime.InteropServices;

namespace MobileNetEdge.TfLite;

/// <summary>What a codec writes an operator to: its tensors and its options.</summary>
/// <param name="indexOf">The index of a tensor in the file; adds the tensor where it is new.</param>
internal sealed class OperatorSink(Func<Tensor, int> indexOf)
{
    private readonly List<int> _inputs = [];

    /// <summary>The indices of the inputs so far.</summary>
    public IReadOnlyList<int> Inputs => _inputs;

    /// <summary>The kind of the options.</summary>
    public OptionsKind Kind { get; private set; }

    /// <summary>The fields of the options.</summary>
    public FlatFields Options { get; private set; } = new();

    /// <summary>Adds the tensors that the operator lists as inputs.</summary>
    public void AddInputs(Operator step)
    {
        foreach (Tensor input in step.Inputs)
        {
            _inputs.Add(indexOf(input));
        }
    }

    /// <summary>Adds an attribute that the format passes as a constant tensor of int32.</summary>
    public void AddIntegers(Operator step, string what, ReadOnlySpan<int> values, Shape shape)
    {
        byte[] data = MemoryMarshal.AsBytes(values).ToArray();
        _inputs.Add(indexOf(new Tensor($"{step.Outputs[0].Name}/{what}", ElementType.Int32, shape, data: data)));
    }

    /// <summary>The options of a custom operator; null for others.</summary>
    public byte[]? CustomOptions { get; private set; }

    /// <summary>Sets the options of a custom operator.</summary>
    public void SetCustomOptions(byte[] options) => CustomOptions = options;

    /// <summary>Sets the options.</summary>
    public void SetOptions(OptionsKind kind, FlatFields fields)
    {
        Kind = kind;
        Options = fields;
    }

    /// <summary>The schema's code of a border's rule.</summary>
    public static byte CodeOf(Padding padding) => padding == Padding.Same ? (byte)0 : (byte)1;

    /// <summary>The schema's code of a fused activation.</summary>
    public static byte CodeOf(FusedActivation activation) => activation switch
    {
        FusedActivation.Relu => 1,
        FusedActivation.ReluN1To1 => 2,
        FusedActivation.Relu6 => 3,
        _ => 0,
    };
}
