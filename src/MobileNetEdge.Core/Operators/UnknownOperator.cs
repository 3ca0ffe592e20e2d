using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>An operator, or a use of one, that this library can list but not express.</summary>
/// <param name="OperatorName">TensorFlow Lite's name, or the custom operator's own.</param>
/// <param name="Reason">What is not supported about it.</param>
/// <param name="AllInputs">Every tensor it reads.</param>
/// <param name="AllOutputs">Every tensor it writes.</param>
public sealed record UnknownOperator(
    string OperatorName, string Reason, ImmutableArray<Tensor> AllInputs, ImmutableArray<Tensor> AllOutputs) : Operator
{
    /// <inheritdoc/>
    public override string Name => OperatorName;

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => AllInputs;

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => AllOutputs;

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with { AllInputs = [.. AllInputs.Select(map)], AllOutputs = [.. AllOutputs.Select(map)] };
    }
}
