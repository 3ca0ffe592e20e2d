using MobileNetEdge.Runtime.Kernels;

namespace MobileNetEdge.Runtime.Tests.Kernels;

/// <summary>A random matrix product, and its results by the law.</summary>
internal sealed class GemmCase
{
    private static readonly int[] ZeroPoints = [-128, -5, 0, 3, 127];
    private readonly Random _random;
    private readonly GemmForm _form;

    public GemmCase(int seed, int rows, int columns, int depth, GemmForm form = GemmForm.Random)
    {
        _random = new Random(seed);
        _form = form;
        (Rows, Columns, Depth) = (rows, columns, depth);
        Sum = MakeSum();
        Activations = [.. Enumerable.Range(0, rows * depth).Select(_ => NextActivation())];
        Name = $"{rows}×{columns}×{depth} {form}, seed {seed}";
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Depth { get; }

    public string Name { get; }

    public WeightedSum Sum { get; }

    /// <summary>Row by row, without gaps.</summary>
    public sbyte[] Activations { get; }

    /// <summary>A value for bytes that do not matter.</summary>
    public sbyte NextActivation() => _form switch
    {
        GemmForm.MostNegative or GemmForm.Negative => sbyte.MinValue,
        GemmForm.Extreme => _random.Next(2) == 0 ? sbyte.MinValue : sbyte.MaxValue,
        _ => (sbyte)_random.Next(-128, 128),
    };

    /// <summary>The stored value of a place, by the law.</summary>
    public sbyte Expected(int row, int column)
    {
        ReadOnlySpan<sbyte> activations = Activations.AsSpan(row * Depth, Depth);
        ReadOnlySpan<sbyte> weights = Sum.Weights.Slice(column * Depth, Depth);
        int accumulator = Sum.Bias[column];
        for (int i = 0; i < activations.Length; i++)
        {
            accumulator += (activations[i] - Sum.InputZeroPoint) * weights[i];
        }

        return Sum.Output.Apply(accumulator, Sum.Multipliers[column]);
    }

    private WeightedSum MakeSum()
    {
        float[] scales = [.. Enumerable.Range(0, Columns).Select(c => (1f + _random.NextSingle()) * (IsShifted(c) ? 2e4f : 1))];
        sbyte[] values = [.. Enumerable.Range(0, Columns * Depth).Select(i => IsDead(i / Depth) ? (sbyte)0 : NextWeight())];
        Tensor weights = Make.PerChannel(new Shape(Columns, 1, 1, Depth), 0, scales, values);
        Tensor bias = Make.Bias([.. Enumerable.Range(0, Columns).Select(c => _random.Next(IsDead(c) ? 1 << 29 : 2000 * Depth))]);
        Tensor input = Make.Int8(new Shape(1, 1, Rows, Depth), InputScale(), ZeroPoints[_random.Next(ZeroPoints.Length)]);
        int zeroPoint = _form == GemmForm.Unsigned ? -128 : ZeroPoints[_random.Next(ZeroPoints.Length)];
        Tensor output = Make.Int8(new Shape(1, 1, Rows, Columns), OutputScale(), zeroPoint);
        FusedActivation activation = _form == GemmForm.Clamped ? FusedActivation.ReluN1To1 : FusedActivation.None;
        Conv2D step = Make.Pointwise(input, weights, bias, output, activation);
        WeightedSum sum = WeightedSum.Prepare(step, input, weights, bias, output, activation, channelAxis: 0);
        Assert.True(sum.IsPackable);
        return sum;
    }

    private bool IsShifted(int column) => _form == GemmForm.Shifted && column % 5 == 4;

    private bool IsDead(int column) => _form == GemmForm.DeadColumns && column % 3 == 0;

    private sbyte NextWeight() => _form switch
    {
        GemmForm.MostNegative => sbyte.MinValue,
        GemmForm.Negative => -127,
        GemmForm.Extreme => new sbyte[] { -128, -127, 0, 127 }[_random.Next(4)],
        _ => (sbyte)_random.Next(-127, 128),
    };

    /// <summary>For a clamp at ±1, which is 50 steps, the real numbers must be small.</summary>
    private float InputScale() => _form == GemmForm.Clamped ? 1 / (50 * 2e4f * MathF.Sqrt(Depth)) : 1f;

    private float OutputScale() => _form switch
    {
        GemmForm.Clamped => 1 / 50f,
        GemmForm.LargeMultiplier => 2.001f,
        GemmForm.SmallMultiplier => 1e8f,
        GemmForm.MostNegative or GemmForm.Negative => 400f * Depth,
        GemmForm.Shifted => 1e4f,
        _ => (float)(150 * Math.Sqrt(Depth) * 73),
    };
}
