using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// A layer's weights, packed for transformation: blocks of columns, in a block two channels after two, of these one tap after the other, and of a
/// tap the columns in the order of the requantizer, two channels each.
/// </summary>
/// <remarks>
/// Weights are transformed anew in each run, a row of places at a time, into memory near the core: transformed ones take four to eight times as
/// many bytes, and reading those from a far cache takes longer.
/// </remarks>
/// <typeparam name="TForm">Tiles.</typeparam>
/// <typeparam name="TOps">The operations.</typeparam>
/// <typeparam name="TVector">Registers.</typeparam>
internal sealed unsafe class WinogradLayer<TForm, TOps, TVector>
    where TForm : struct, IWinogradForm
    where TOps : struct, IWinogradVector<TVector>
{
    private const int Side = 3;
    private const int Taps = Side * Side;

    private readonly PackedMemory<sbyte> _weights;
    private readonly PackedMemory<int> _initial;
    private readonly int _channels;
    private readonly int _width;

    /// <summary>Packs.</summary>
    /// <param name="sum">Weights [columns, 3, 3, channels].</param>
    /// <param name="channels">Channels, even.</param>
    /// <param name="width">Columns of a block, a multiple of two panels.</param>
    public WinogradLayer(WeightedSum sum, int channels, int width)
    {
        (_channels, _width) = (channels, width);
        int columns = sum.Bias.Length;
        GemmConstants constants = new(sum, Taps * channels, 2 * Requantizer.Panel);
        int[] multipliers = new int[columns];
        _initial = new PackedMemory<int>(columns);
        _weights = new PackedMemory<sbyte>(checked(Taps * channels * columns));
        for (int column = 0; column < columns; column++)
        {
            int place = Place(column);
            ReadOnlySpan<sbyte> weights = sum.Weights.Slice(column * Taps * channels, Taps * channels);
            (_initial.Span[place], multipliers[place]) = weights.ContainsAnyExcept((sbyte)0)
                ? (constants.Initial[column], constants.Multipliers[column])
                : Requantizer.Constant(sum.Bias[column], sum.Multipliers[column]);
            PackColumn(weights, column);
        }

        Requantizer = new Requantizer(multipliers, sum.Output);
    }

    /// <summary>The constants of the epilogue.</summary>
    public Requantizer Requantizer { get; }

    /// <summary>What is added to the sums of the columns.</summary>
    public int* Initial => _initial.Pointer;

    /// <summary>Elements of a place's transformed weights of a block.</summary>
    public int PlaceLength => _channels * _width;

    /// <summary>Transforms the weights of a block of columns for a row of places.</summary>
    /// <param name="row">Which row.</param>
    /// <param name="column">The block's first column.</param>
    /// <param name="target">One place after the other.</param>
    public void Transform(int row, int column, short* target)
    {
        sbyte* weights = Block(column);
        nint pitch = 2 * _width;
        for (int channel = 0; channel < _channels; channel += 2)
        {
            for (int lane = 0; lane < 2 * _width; lane += 2 * TOps.Count)
            {
                TVector left = Column(weights + lane, row, pitch);
                TVector middle = Column(weights + lane + pitch, row, pitch);
                TVector right = Column(weights + lane + 2 * pitch, row, pitch);
                TForm.Filter<TOps, TVector>(left, middle, right, target + lane, PlaceLength);
            }

            weights += Taps * pitch;
            target += pitch;
        }
    }

    /// <summary>Asks for a part of a block's weights, so that these come from a far cache while the block before is multiplied.</summary>
    /// <param name="row">Which part: a row of places has one.</param>
    /// <param name="column">The block's first column; one behind the last is memory of no use, but a prefetch cannot fail.</param>
    public void Prefetch(int row, int column)
    {
        nint part = Taps * (nint)_channels * _width / TForm.Inputs;
        sbyte* weights = Block(column) + row * part;
        for (nint i = 0; i < part; i += ArenaPlanner.Alignment)
        {
            Sse.Prefetch1(weights + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Column(sbyte* weights, int row, nint pitch)
    {
        TVector upper = TOps.Widen(weights);
        TVector middle = TOps.Widen(weights + Side * pitch);
        TVector lower = TOps.Widen(weights + 2 * Side * pitch);
        return TForm.Filter<TOps, TVector>(row, upper, middle, lower);
    }

    private static int Place(int column)
    {
        return column / Requantizer.Panel * Requantizer.Panel + Requantizer.Order[column % Requantizer.Panel];
    }

    private sbyte* Block(int column) => _weights.Pointer + (nint)(column / _width) * Taps * _channels * _width;

    private void PackColumn(ReadOnlySpan<sbyte> weights, int column)
    {
        sbyte* block = Block(column) + 2 * (Place(column) % _width);
        for (int tap = 0; tap < Taps; tap++)
        {
            for (int channel = 0; channel < _channels; channel++)
            {
                nint pair = (nint)(channel / 2) * Taps + tap;
                block[pair * 2 * _width + channel % 2] = weights[tap * _channels + channel];
            }
        }
    }
}
