using System.Collections.Immutable;
using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer;

/// <summary>A float network made ready to run: checked, its weights packed, a kernel chosen for each step.</summary>
/// <remarks>
/// Immutable, and independent of the memory that the model was read from. Any number of <see cref="FloatExecutor"/>s may share one program,
/// each on a thread of its own.
/// </remarks>
public sealed class FloatProgram
{
    private readonly StorageTable _table = new();

    /// <summary>Prepares a network of float32 activations in NHWC.</summary>
    /// <param name="model">The network. Its constants are float32, or float16 where a DEQUANTIZE widens them.</param>
    /// <exception cref="InvalidModelException">The shapes or the order of the steps contradict the operators' definitions.</exception>
    /// <exception cref="UnsupportedModelException">An operator or a type that this executor does not have.</exception>
    public FloatProgram(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        Inputs = [.. model.Inputs.Select(_table.Define)];
        Steps = [.. model.Operators.Select(Prepare)];
        Outputs = [.. model.Outputs.Select(_table.Find)];
    }

    /// <summary>The network as given.</summary>
    public Model Model { get; }

    /// <summary>The steps in the order of execution.</summary>
    internal ImmutableArray<FloatStep> Steps { get; }

    /// <summary>The storages of the model's inputs.</summary>
    internal ImmutableArray<int> Inputs { get; }

    /// <summary>The storages of the model's outputs.</summary>
    internal ImmutableArray<int> Outputs { get; }

    /// <summary>Every place for values.</summary>
    internal IReadOnlyList<FloatStorage> Storages => _table.Storages;

    /// <summary>Which storage a tensor's values are in.</summary>
    internal IReadOnlyDictionary<Tensor, int> Indices => _table.Indices;

    private FloatStep Prepare(Operator step)
    {
        if (step is UnknownOperator unknown)
        {
            throw new UnsupportedModelException(step.ToString(), unknown.Reason);
        }

        OperatorChecks.Apply(step);
        Tensor output = step.Outputs[0];
        if (step is Reshape || (step is Conversion && IsConstant(step.Inputs[0])))
        {
            int source = _table.Find(step.Inputs[0]);
            _table.Bind(output, source);
            return new FloatStep(output, source, [], null);
        }

        ImmutableArray<int> activations = [.. step.Inputs.Take(ActivationInputs(step)).Select(_table.Find)];
        int target = _table.Define(output);
        return new FloatStep(output, target, activations, KernelFactory.Create(step, activations, target, _table));
    }

    private bool IsConstant(Tensor tensor) => _table.Storages[_table.Find(tensor)].Constant is not null;

    private static int ActivationInputs(Operator step)
    {
        return step is Conv2D or DepthwiseConv2D or FullyConnected or BatchNormalization ? 1 : step.Inputs.Length;
    }
}
