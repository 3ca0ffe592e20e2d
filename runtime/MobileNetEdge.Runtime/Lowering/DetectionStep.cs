using System.Collections.Immutable;
using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.Lowering;

/// <summary>A <see cref="DetectionPostProcess"/> on 8-bit tensors, with the function between the stored scores and the real ones in it.</summary>
/// <param name="Boxes">[1, N, 4 or more], int8 or uint8.</param>
/// <param name="Scores">[1, N, C], int8 or uint8.</param>
/// <param name="Function">What makes scores of the stored ones' reals.</param>
/// <param name="Original">The operator as the model has it.</param>
internal sealed record DetectionStep(Tensor Boxes, Tensor Scores, ScoreFunction Function, DetectionPostProcess Original) : Operator
{
    /// <inheritdoc/>
    public override string Name => Original.Name;

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => [Boxes, Scores];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => Original.Outputs;

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map)
    {
        ImmutableArray<Tensor> outputs = [.. Outputs.Select(map)];
        return this with
        {
            Boxes = map(Boxes),
            Scores = map(Scores),
            Original = Original with
            {
                DetectedBoxes = outputs[0],
                DetectedClasses = outputs[1],
                DetectedScores = outputs[2],
                DetectedCount = outputs[3],
            },
        };
    }
}
