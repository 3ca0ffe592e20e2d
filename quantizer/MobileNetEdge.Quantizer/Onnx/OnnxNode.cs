using System.Collections.Immutable;
using MobileNetEdge.Quantizer.Onnx.Messages;

namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>One node of an ONNX graph while it is imported: its inputs, its attributes, and where its operators go.</summary>
/// <param name="Proto">The node.</param>
/// <param name="Index">Its place in the file.</param>
/// <param name="Inputs">Its inputs; null where an optional one is left out.</param>
/// <param name="Builder">The network as it grows.</param>
/// <param name="OperatorSet">The version of ONNX's operators.</param>
internal sealed record OnnxNode(NodeProto Proto, int Index, ImmutableArray<Value?> Inputs, GraphBuilder Builder, int OperatorSet)
{
    /// <summary>The most integers read from a constant that stands for a shape, axes or the like.</summary>
    private const int MostIntegers = 64;

    /// <summary>The name for what it computes.</summary>
    public string OutputName => Proto.Output.Count > 0 ? Proto.Output[0] : Proto.Name;

    /// <summary>What constants are charged to.</summary>
    public MemoryBudget Budget => Builder.Budget;

    /// <summary>Whether all inputs that are given are constants.</summary>
    public bool IsConstant => Inputs.All(input => input is null or Onnx.Constant);

    /// <summary>Whether a domain is that of ONNX's own operators.</summary>
    public static bool IsOwnDomain(string domain) => domain is "" or "ai.onnx";

    /// <summary>Whether an input is given.</summary>
    public bool Has(int input) => input < Inputs.Length && Inputs[input] is not null;

    /// <summary>An input of any kind.</summary>
    public Value Input(int input) => Has(input) ? Inputs[input]! : throw Invalid($"input {input} is missing");

    /// <summary>An input that is computed.</summary>
    public Activation Activation(int input)
    {
        return Input(input) as Activation
            ?? throw new NodeFaultException($"input {input} ('{Proto.Input[input]}') is a constant, expected an activation");
    }

    /// <summary>An input that is computed, of a given rank.</summary>
    public Activation Activation(int input, int rank)
    {
        Activation value = Activation(input);
        return value.Shape.Length == rank
            ? value
            : throw new NodeFaultException($"input {input} of shape {Brackets.Of(value.Shape)}; only {rank} dimensions are supported");
    }

    /// <summary>An input that the file fixes.</summary>
    public Constant Constant(int input, string what)
    {
        return Input(input) as Onnx.Constant
            ?? throw new NodeFaultException($"{what} ('{Proto.Input[input]}') must be constant, but is computed");
    }

    /// <summary>The integers of a constant input.</summary>
    public int[] Integers(int input, string what)
    {
        Constant constant = Constant(input, what);
        return constant.Count <= MostIntegers && constant.IsInteger
            ? [.. Enumerable.Range(0, constant.Count).Select(i => ToInt32(constant.Integer(i)))]
            : throw Invalid($"found {constant.Count} elements of {constant.Type} as {what}, expected at most {MostIntegers} integers");
    }

    /// <summary>The one number of a constant input, or a default where it is left out.</summary>
    public float Scalar(int input, string what, float missing)
    {
        if (!Has(input))
        {
            return missing;
        }

        Constant constant = Constant(input, what);
        return constant.Count == 1 ? constant.Float(0) : throw Invalid($"found {constant.Count} elements as {what}, expected 1");
    }

    /// <summary>An attribute as it stands; null where it is left out.</summary>
    public AttributeProto? Attribute(string name) => Proto.Attribute.LastOrDefault(attribute => attribute.Name == name);

    /// <summary>An integer attribute.</summary>
    public int Int(string name, int missing) => Attribute(name) is { } attribute ? ToInt32(attribute.I) : missing;

    /// <summary>A float attribute.</summary>
    public float Float(string name, float missing) => Attribute(name)?.F ?? missing;

    /// <summary>A text attribute.</summary>
    public string Text(string name, string missing) => Attribute(name)?.S.ToStringUtf8() ?? missing;

    /// <summary>An attribute of several integers; null where it is left out.</summary>
    public int[]? Ints(string name) => Attribute(name)?.Ints.Select(ToInt32).ToArray();

    /// <summary>An attribute of a fixed number of integers.</summary>
    public int[] Ints(string name, int[] missing)
    {
        int[] values = Ints(name) ?? missing;
        return values.Length == missing.Length
            ? values
            : throw Invalid($"found {values.Length} values of '{name}', expected {missing.Length}");
    }

    /// <summary>Axes, negative ones counted from the end, ascending.</summary>
    public int[] Axes(IEnumerable<int> axes, int rank)
    {
        int[] ordered = [.. axes.Select(axis => Axis(axis, rank)).Order()];
        return ordered.Distinct().Count() == ordered.Length
            ? ordered
            : throw Invalid($"found the axes {Brackets.Of(ordered)}, expected each once");
    }

    /// <summary>An axis, counted from the end where it is negative.</summary>
    public int Axis(int axis, int rank)
    {
        return axis >= -rank && axis < rank
            ? (axis + rank) % rank
            : throw Invalid($"found axis {axis}, expected {-rank} to {rank - 1}");
    }

    /// <summary>Axes that newer operator sets give as an input and older ones as an attribute; null where neither is there.</summary>
    public int[]? AxesOf(int input, int sinceOperatorSet)
    {
        return OperatorSet >= sinceOperatorSet ? Has(input) ? Integers(input, "axes") : null : Ints("axes");
    }

    /// <summary>The error for a node that breaks ONNX's rules.</summary>
    public InvalidModelException Invalid(string what) => new($"{this}: {what}");

    /// <summary>The operator and its name, for messages.</summary>
    public override string ToString() => Describe(Proto, Index);

    /// <summary>A node's operator and name, for messages.</summary>
    public static string Describe(NodeProto proto, int index)
    {
        string name = proto.Name.Length > 0 ? proto.Name : proto.Output.Count > 0 ? proto.Output[0] : $"node {index}";
        return $"{(IsOwnDomain(proto.Domain) ? "" : proto.Domain + ".")}{proto.OpType} '{name}'";
    }

    private static int ToInt32(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);
}
