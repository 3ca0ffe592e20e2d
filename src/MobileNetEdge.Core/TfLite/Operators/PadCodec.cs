using System.Collections.Immutable;

namespace MobileNetEdge.TfLite;

/// <summary>PAD: the argument and a constant [rank, 2] of elements before and after each dimension.</summary>
internal sealed class PadCodec : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(2, 2);
        Tensor input = source.Input(0);
        ImmutableArray<int> pairs = source.Integers(1, "paddings", 2 * Shape.MaxRank);
        Check(source, pairs, input.Shape.Rank);
        return new Pad(
            input, source.Output, [.. pairs.Where((_, i) => i % 2 == 0)], [.. pairs.Where((_, i) => i % 2 == 1)]);
    }

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is Pad;

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        Pad pad = (Pad)step;
        int[] pairs = [.. pad.Before.Zip(pad.After).SelectMany(pair => new[] { pair.First, pair.Second })];
        sink.AddInputs(step);
        sink.AddIntegers(step, "paddings", pairs, new Shape(pad.Before.Length, 2));
        sink.SetOptions(OptionsKind.Pad, new FlatFields());
    }

    private static void Check(OperatorSource source, ImmutableArray<int> pairs, int rank)
    {
        if (source.Unsupported is null && pairs.Length != 2 * rank)
        {
            throw source.Invalid($"found {pairs.Length} paddings, expected 2 for each of {rank} dimensions");
        }

        foreach (int elements in pairs)
        {
            if (elements < 0)
            {
                throw source.Invalid($"found padding {elements}, expected at least 0");
            }
        }
    }
}
