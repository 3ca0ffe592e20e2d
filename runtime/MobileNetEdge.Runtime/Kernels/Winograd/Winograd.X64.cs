using System.Runtime.CompilerServices;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Minimal filtering by products of words.</summary>
/// <typeparam name="TForm">Tiles.</typeparam>
/// <typeparam name="TOps">The operations.</typeparam>
/// <typeparam name="TVector">Registers.</typeparam>
internal sealed unsafe class WinogradX64<TForm, TOps, TVector>(WeightedSum sum, int channels) : WinogradKernel(channels, sum.Bias.Length)
    where TForm : struct, IWinogradForm
    where TOps : struct, IWinogradVector<TVector>
{
    private const int MaxInputs = 6;
    private const int MaxOutputs = 4;
    private const int Pair = GemmStrip.Pair;

    private readonly WinogradLayer<TForm, TOps, TVector> _layer = new(sum, channels, WordTile<TOps, TVector>.Columns);

    /// <inheritdoc/>
    public override int Outputs => TForm.Outputs;

    /// <inheritdoc/>
    public override int ColumnGranule => WordTile<TOps, TVector>.Columns;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void Transform(sbyte** pixels, short* target, nint placePitch)
    {
        int side = TForm.Inputs;
        int width = 2 * TOps.Count;
        byte* wordsMemory = stackalloc byte[MaxInputs * MaxInputs * width * sizeof(short) + ArenaPlanner.Alignment];
        short* words = (short*)Aligned(wordsMemory);
        for (int channel = 0; channel < Channels; channel += width)
        {
            for (int place = 0; place < side * side; place++)
            {
                TOps.Store(TOps.Widen(pixels[place] + channel), (int*)(words + place * width));
            }

            for (int i = 0; i < side; i++)
            {
                TForm.Input<TOps, TVector>(words + i * width, side * width, words + i * width, side * width);
            }

            for (int i = 0; i < side; i++)
            {
                TForm.Input<TOps, TVector>(words + i * side * width, width, target + i * side * placePitch + channel, placePitch);
            }
        }
    }

    /// <inheritdoc/>
    public override void Multiply(
        short* input, nint inputPitch, int row, int column, int tiles, int* products, nint productPitch, byte* scratch)
    {
        short* weights = (short*)scratch;
        _layer.Transform(row, column, weights);
        _layer.Prefetch(row, column + ColumnGranule);
        for (int place = 0; place < TForm.Inputs; place++)
        {
            WordTile<TOps, TVector>.Run(input, Channels, weights, products, tiles);
            input += inputPitch;
            products += productPitch;
            weights += _layer.PlaceLength;
        }

        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void Finish(int* products, nint placePitch, int column, sbyte* results)
    {
        byte* accumulatorsMemory = stackalloc byte[MaxOutputs * MaxOutputs * Pair * sizeof(int) + ArenaPlanner.Alignment];
        int* accumulators = (int*)Aligned(accumulatorsMemory);
        for (int pair = 0; pair < ColumnGranule; pair += Pair)
        {
            for (int lane = 0; lane < Pair; lane += TOps.Count)
            {
                Sum(products + pair + lane, placePitch, TOps.Load(_layer.Initial + column + pair + lane), accumulators + lane);
            }

            Requantize(accumulators, column + pair, results + pair);
        }

        GC.KeepAlive(this);
    }

    /// <summary>The accumulators of a tile's output pixels, as they would be had they been summed by the definition.</summary>
    [SkipLocalsInit]
    private static void Sum(int* products, nint placePitch, TVector initial, int* accumulators)
    {
        byte* rowsMemory = stackalloc byte[MaxOutputs * MaxInputs * TOps.Count * sizeof(int) + ArenaPlanner.Alignment];
        int* rows = (int*)Aligned(rowsMemory);
        int width = TOps.Count;
        for (int i = 0; i < TForm.Inputs; i++)
        {
            TForm.Output<TOps, TVector>(products + i * placePitch, TForm.Inputs * placePitch, rows + i * width, TForm.Inputs * width);
        }

        for (int row = 0; row < TForm.Outputs; row++)
        {
            TForm.Output<TOps, TVector>(rows + row * TForm.Inputs * width, width, row, initial, accumulators + row * TForm.Outputs * Pair, Pair);
        }
    }

    private static byte* Aligned(byte* memory) => (byte*)(((nint)memory + ArenaPlanner.Alignment - 1) & -ArenaPlanner.Alignment);

    private void Requantize(int* accumulators, int column, sbyte* results)
    {
        GemmStrip strip = new() { Accumulators = accumulators };
        Requantizer.Constants constants = _layer.Requantizer.Pointers;
        int rows = TForm.Outputs * TForm.Outputs;
        if (_layer.Requantizer.HasLarge)
        {
            GemmResults<Requantizer.General, Counts.Two>.Run(constants, strip, column, 1, results, ColumnGranule, rows);
        }
        else if (_layer.Requantizer.IsWhole)
        {
            GemmResults<Requantizer.Whole, Counts.Two>.Run(constants, strip, column, 1, results, ColumnGranule, rows);
        }
        else
        {
            GemmResults<Requantizer.Clamped, Counts.Two>.Run(constants, strip, column, 1, results, ColumnGranule, rows);
        }
    }
}
