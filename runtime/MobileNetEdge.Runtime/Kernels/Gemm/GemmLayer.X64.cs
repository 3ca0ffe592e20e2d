namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// A matrix's weights, packed for 256-bit registers: panels of eight columns, and in a panel one step of four rows of depth after the
/// other.
/// Columns and depth are padded with zeros.
/// </summary>
/// <typeparam name="TProduct">The innermost step.</typeparam>
/// <typeparam name="TActivations">Its activations.</typeparam>
/// <typeparam name="TWeights">Its weights.</typeparam>
internal sealed unsafe class GemmLayer<TProduct, TActivations, TWeights>
    where TProduct : struct, IQuadProduct<TActivations, TWeights>
{
    private const int Quad = 4;

    private readonly PackedMemory<byte> _weights;
    private readonly PackedMemory<int> _initial;

    public GemmLayer(WeightedSum sum, int depth)
    {
        GemmConstants constants = new(sum, depth, 2 * Requantizer.Panel, TProduct.InputOffset);
        Steps = (depth + Quad - 1) / Quad;
        int[] multipliers = new int[constants.Multipliers.Length];
        _initial = new PackedMemory<int>(multipliers.Length);
        for (int place = 0; place < multipliers.Length; place++)
        {
            int column = place / Requantizer.Panel * Requantizer.Panel + Requantizer.Order[place % Requantizer.Panel];
            bool isConstant = column < sum.Bias.Length && !sum.Weights.Slice(column * depth, depth).ContainsAnyExcept((sbyte)0);
            (_initial.Span[place], multipliers[place]) = isConstant
                ? Requantizer.Constant(sum.Bias[column], sum.Multipliers[column])
                : (constants.Initial[column], constants.Multipliers[column]);
        }

        Requantizer = new Requantizer(multipliers, sum.Output);
        _weights = new PackedMemory<byte>(checked(multipliers.Length / Requantizer.Panel * PanelBytes));
        for (int column = 0; column < sum.Bias.Length; column++)
        {
            PackColumn(sum.Weights.Slice(column * depth, depth), column);
        }
    }

    /// <summary>Fours of depth.</summary>
    public int Steps { get; }

    /// <summary>Bytes of a panel's weights.</summary>
    public int PanelBytes => Steps * TProduct.WeightBytes;

    /// <summary>The constants of the epilogue.</summary>
    public Requantizer Requantizer { get; }

    /// <summary>The weights.</summary>
    public byte* Weights => _weights.Pointer;

    /// <summary>What accumulators start from.</summary>
    public int* Initial => _initial.Pointer;

    private void PackColumn(ReadOnlySpan<sbyte> weights, int column)
    {
        byte* panel = _weights.Pointer + (nint)(column / Requantizer.Panel) * PanelBytes;
        int place = Requantizer.Order[column % Requantizer.Panel];
        for (int i = 0; i < weights.Length; i++)
        {
            TProduct.Pack(panel + (nint)(i / Quad) * TProduct.WeightBytes, place, i % Quad, weights[i]);
        }
    }
}
