namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A matrix product some of whose columns have multipliers of 1 and more: these are computed one by one after the others.</summary>
internal sealed unsafe class ShiftedGemm : PackedGemm
{
    private readonly PackedGemm _others;
    private readonly WeightedSum _sum;

    private ShiftedGemm(PackedGemm others, WeightedSum sum)
        : base(others.Depth, others.Columns)
    {
        (_others, _sum) = (others, sum);
    }

    /// <inheritdoc/>
    public override int ColumnGranule => _others.ColumnGranule;

    /// <inheritdoc/>
    public override int RowGranule => _others.RowGranule;

    /// <summary>The kernel as it is where no column is shifted; null for null.</summary>
    /// <param name="others">The kernel of <see cref="WeightedSum.WithoutShifts"/>.</param>
    /// <param name="sum">The sum.</param>
    public static PackedGemm? Around(PackedGemm? others, WeightedSum sum)
    {
        return others is null || sum.ShiftedChannels.Length == 0 ? others : new ShiftedGemm(others, sum);
    }

    /// <inheritdoc/>
    public override void Run(sbyte* input, nint inputPitch, sbyte* output, nint outputPitch, int rows, int firstColumn, int endColumn)
    {
        _others.Run(input, inputPitch, output, outputPitch, rows, firstColumn, endColumn);
        foreach (int column in _sum.ShiftedChannels)
        {
            for (nint row = 0; row < rows && column >= firstColumn && column < endColumn; row++)
            {
                output[row * outputPitch + column] = Value(input + row * inputPitch, column);
            }
        }
    }

    private sbyte Value(sbyte* activations, int column)
    {
        int accumulator = _sum.Bias[column];
        foreach (sbyte weight in _sum.Weights.Slice(column * Depth, Depth))
        {
            accumulator += (*activations++ - _sum.InputZeroPoint) * weight;
        }

        return _sum.Output.Apply(accumulator, _sum.Multipliers[column]);
    }
}
