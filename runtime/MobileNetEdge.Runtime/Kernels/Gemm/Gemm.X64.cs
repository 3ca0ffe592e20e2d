using System.Runtime.CompilerServices;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A packed matrix product in 256-bit registers: the walk over columns and rows.</summary>
/// <remarks>
/// Rows are taken in blocks whose activations stay in the nearest cache; within a block, every pair of panels passes over all rows, so
/// that its
/// weights are read from the nearest cache too. Accumulators of some pairs go to a buffer on the stack, and from there to the output.
/// </remarks>
/// <typeparam name="TProduct">The innermost step.</typeparam>
/// <typeparam name="TActivations">Its activations.</typeparam>
/// <typeparam name="TWeights">Its weights.</typeparam>
internal sealed unsafe class Gemm256<TProduct, TActivations, TWeights> : PackedGemm
    where TProduct : struct, IQuadProduct<TActivations, TWeights>
{
    /// <summary>Bytes of activations that share the nearest cache with two panels of weights.</summary>
    private const int BlockBytes = 16 << 10;

    /// <summary>The same where weights come from a far cache: each pair of panels then passes over more rows.</summary>
    private const int WideBlockBytes = 256 << 10;

    /// <summary>Rows of sixteen accumulators that the buffer holds.</summary>
    private const int BufferRows = 448;

    /// <summary>Most rows of a block.</summary>
    private const int MaxBlockRows = 126;

    private const int Pair = GemmStrip.Pair;

    private readonly GemmLayer<TProduct, TActivations, TWeights> _layer;

    public Gemm256(WeightedSum sum, int depth)
        : base(depth, sum.Bias.Length)
    {
        _layer = new GemmLayer<TProduct, TActivations, TWeights>(sum, depth);
    }

    /// <inheritdoc/>
    public override int ColumnGranule => Pair;

    /// <inheritdoc/>
    public override int RowGranule => TProduct.MaxRows;

    /// <inheritdoc/>
    public override void Run(sbyte* input, nint inputPitch, sbyte* output, nint outputPitch, int rows, int firstColumn, int endColumn)
    {
        if (_layer.Requantizer.HasLarge)
        {
            Run<Requantizer.General>(input, inputPitch, output, outputPitch, rows, firstColumn, endColumn);
        }
        else if (_layer.Requantizer.IsWhole)
        {
            Run<Requantizer.Whole>(input, inputPitch, output, outputPitch, rows, firstColumn, endColumn);
        }
        else
        {
            Run<Requantizer.Clamped>(input, inputPitch, output, outputPitch, rows, firstColumn, endColumn);
        }

        GC.KeepAlive(this);
    }

    [SkipLocalsInit]
    private void Run<TForm>(sbyte* input, nint inputPitch, sbyte* output, nint outputPitch, int rows, int firstColumn, int endColumn)
        where TForm : struct, Requantizer.IForm
    {
        int* buffer = stackalloc int[BufferRows * Pair + ArenaPlanner.Alignment / sizeof(int)];
        GemmStrip strip = new()
        {
            InputPitch = inputPitch,
            PanelBytes = _layer.PanelBytes,
            Steps = _layer.Steps,
            Accumulators = (int*)(((nint)buffer + ArenaPlanner.Alignment - 1) & -ArenaPlanner.Alignment),
        };
        int granule = 2 * TProduct.MaxRows;
        int block = (int)Math.Clamp((IsFar ? WideBlockBytes : BlockBytes) / Math.Max(inputPitch, 1) / granule, 1, MaxBlockRows / granule) * granule;
        for (int row = 0; row < rows; row += block)
        {
            int height = Math.Min(block, rows - row);
            strip.Input = input + row * inputPitch;
            strip.PairPitch = height * Pair;
            int chunk = BufferRows / height * Pair;
            int streamed = Stream<TForm>(strip, output + row * outputPitch, outputPitch, height, firstColumn, endColumn);
            for (int column = streamed; column < endColumn; column += chunk)
            {
                int end = Math.Min(endColumn, column + chunk);
                Accumulate(strip, height, column, end);
                Store<TForm>(strip, output + row * outputPitch, outputPitch, height, column, end);
            }
        }
    }

    /// <summary>Computes whole pairs of panels where rows are all in full tiles; gives the column behind them.</summary>
    private int Stream<TForm>(GemmStrip strip, sbyte* output, nint outputPitch, int rows, int column, int end)
        where TForm : struct, Requantizer.IForm
    {
        if (!GemmStream<TProduct, TActivations, TWeights, TForm>.Suits(rows))
        {
            return column;
        }

        int pairs = (end - column) / Pair;
        strip.Weights = _layer.Weights + column / Requantizer.Panel * strip.PanelBytes;
        strip.Initial = _layer.Initial + column;
        Requantizer.Constants constants = _layer.Requantizer.Pointers;
        GemmStream<TProduct, TActivations, TWeights, TForm>.Run(strip, constants, column, pairs, output + column, outputPitch, rows);
        return column + pairs * Pair;
    }

    /// <summary>Whole pairs of panels, and the part of one that is left.</summary>
    private void Accumulate(GemmStrip strip, int rows, int column, int end)
    {
        strip.Weights = _layer.Weights + column / Requantizer.Panel * strip.PanelBytes;
        strip.Initial = _layer.Initial + column;
        int width = end - column;
        if (rows == 1)
        {
            GemmVector<TProduct, TActivations, TWeights>.Run(strip, (width + Pair - 1) / Pair);
            return;
        }

        bool hasSingle = width % Pair is > 0 and <= Requantizer.Panel;
        int pairs = hasSingle ? width / Pair : (width + Pair - 1) / Pair;
        if (pairs > 0)
        {
            GemmRows<TProduct, TActivations, TWeights, Counts.Two>.Run(strip, rows, pairs);
        }

        if (hasSingle)
        {
            strip.Weights += 2 * pairs * strip.PanelBytes;
            strip.Initial += pairs * Pair;
            strip.Accumulators += pairs * strip.PairPitch;
            GemmRows<TProduct, TActivations, TWeights, Counts.One>.Run(strip, rows, 1);
        }
    }

    private void Store<TForm>(GemmStrip strip, sbyte* output, nint outputPitch, int rows, int column, int end)
        where TForm : struct, Requantizer.IForm
    {
        Requantizer.Constants constants = _layer.Requantizer.Pointers;
        int pairs = (end - column) / Pair;
        GemmResults<TForm, Counts.Two>.Run(constants, strip, column, pairs, output + column, outputPitch, rows);
        column += pairs * Pair;
        strip.Accumulators += pairs * strip.PairPitch;
        if (end - column == Requantizer.Panel)
        {
            GemmResults<TForm, Counts.One>.Run(constants, strip, column, 1, output + column, outputPitch, rows);
        }
        else if (column < end)
        {
            StorePart<TForm>(constants, strip, output + column, outputPitch, rows, column, end - column);
        }
    }

    /// <summary>Less than a pair and not a panel: results go through a buffer, a row at a time.</summary>
    private static void StorePart<TForm>(
        in Requantizer.Constants constants, GemmStrip strip, sbyte* output, nint outputPitch, int rows, int column, int width)
        where TForm : struct, Requantizer.IForm
    {
        sbyte* results = stackalloc sbyte[Pair];
        for (int row = 0; row < rows; row++)
        {
            GemmResults<TForm, Counts.Two>.Run(constants, strip, column, 1, results, Pair, 1);
            new ReadOnlySpan<sbyte>(results, width).CopyTo(new Span<sbyte>(output + row * outputPitch, width));
            strip.Accumulators += Pair;
        }
    }
}
