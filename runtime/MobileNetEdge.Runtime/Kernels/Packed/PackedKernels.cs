namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// The packed kernels of a graph's operators, each made once: the fusion asks whether they exist, the chains are made of them.
/// </summary>
/// <param name="set">The kernels of the path.</param>
internal sealed class PackedKernels(KernelSet set)
{
    /// <summary>What padding to whole tiles may add to the weights of thin matrices.</summary>
    private const long MaxPaddingBytes = 1 << 20;

    private const int DepthGranule = 16;
    private const int ColumnGranule = 32;

    private readonly Dictionary<Operator, object?> _kernels = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Operator, WinogradKernel?> _winograd = new(ReferenceEqualityComparer.Instance);

    /// <summary>The path.</summary>
    public ExecutionPath Path => set.Path;

    /// <summary>Sums over pixels, or null.</summary>
    public RowChannelSums? ChannelSums => set.ChannelSums;

    /// <summary>The matrix product of a fully connected layer or of a convolution over its gathered windows; null where it must run on the reference.</summary>
    public PackedGemm? Gemm(Operator step) => (PackedGemm?)Get(step, () => step switch
    {
        Conv2D conv when !IsGrouped(conv) => Gemm(ConvParameters.Of(conv)),
        FullyConnected connected => Gemm(ConvParameters.Of(connected)),
        _ => null,
    });

    /// <summary>The matrix products of a convolution in groups, one each; null where it must run on the reference.</summary>
    public PackedGemm[]? Groups(Conv2D conv) => (PackedGemm[]?)Get(conv, () => Groups(ConvParameters.Of(conv)));

    /// <summary>Whether input and output channels are split into independent convolutions.</summary>
    public static bool IsGrouped(Conv2D conv) => conv.Weights.Shape[3] != conv.Input.Shape[3];

    /// <summary>The kernel of a convolution by minimal filtering; null where that is not possible, or not faster.</summary>
    public WinogradKernel? Winograd(Conv2D conv)
    {
        if (!_winograd.TryGetValue(conv, out WinogradKernel? kernel))
        {
            kernel = HasWinogradForm(conv) ? Winograd(ConvParameters.Of(conv).Sum, ChainGeometry.Of(conv, null)) : null;
            _winograd.Add(conv, kernel);
        }

        return kernel;
    }

    /// <summary>The kernel of a depthwise convolution, or null.</summary>
    public PackedDepthwise? Depthwise(DepthwiseConv2D conv) => (PackedDepthwise?)Get(conv, () =>
    {
        bool hasForm = conv.DepthMultiplier == 1
            && conv.Vertical == conv.Horizontal
            && conv.Vertical.Dilation == 1
            && conv.Weights.Shape[1] == conv.Weights.Shape[2]
            && conv.Weights.Shape[3] % PackedDepthwise.ChannelGranule == 0;
        if (!hasForm)
        {
            return null;
        }

        DepthwiseConvParameters parameters = DepthwiseConvParameters.Of(conv);
        WeightedSum sum = parameters.Sum;
        return sum.IsPackable
            ? ShiftedDepthwise.Around(
                set.Depthwise(sum.WithoutShifts(), parameters.InputChannels, parameters.Vertical.Taps, parameters.Vertical.Stride), sum)
            : null;
    });

    /// <summary>A table, or null.</summary>
    public RowTable? Table(Lowering.TableLookup lookup) => (RowTable?)Get(lookup, () => set.Table(lookup.Table));

    /// <summary>An addition, subtraction or multiplication of tensors of one shape, or null.</summary>
    public RowBinary? Elementwise(Binary binary) => IsGate(binary) || !binary.A.Shape.Equals(binary.B.Shape)
        ? null
        : (RowBinary?)Get(binary, () => BinaryArithmetic.Of(binary) switch
        {
            SumArithmetic sum => set.Sum(sum),
            ProductArithmetic product when set.Gate(product) is { } gate => new RowProduct(gate),
            _ => null,
        });

    /// <summary>A multiplication of pictures [N, H, W, C] by gates [N, 1, 1, C], or null.</summary>
    public RowGate? Gate(Binary binary) => IsGate(binary)
        ? (RowGate?)Get(binary, () => BinaryArithmetic.Of(binary) is ProductArithmetic product ? set.Gate(product) : null)
        : null;

    /// <summary>Whether an operator multiplies pictures by a value for each channel.</summary>
    public static bool IsGate(Binary binary)
    {
        (Shape picture, Shape gate) = (binary.A.Shape, binary.B.Shape);
        return binary.Function == BinaryFunction.Mul && picture.Rank == 4 && gate.Rank == 4 && gate[0] == picture[0] && gate[1] == 1 && gate[2] == 1 && gate[3] == picture[3];
    }

    private static bool HasWinogradForm(Conv2D conv)
    {
        WindowAxis plain = new(1);
        return conv.Weights.Shape[1] == 3 && conv.Weights.Shape[2] == 3
            && conv.Vertical == plain && conv.Horizontal == plain
            && !IsGrouped(conv);
    }

    private WinogradKernel? Winograd(WeightedSum sum, WindowGeometry geometry)
    {
        return sum.IsPackable && sum.ShiftedChannels.Length == 0 ? set.Winograd(sum, geometry) : null;
    }

    private PackedGemm? Gemm(ConvParameters parameters)
    {
        int depth = parameters.Vertical.Taps * parameters.Horizontal.Taps * parameters.Depth;
        return IsPackable(parameters, depth) ? Gemm(parameters.Sum, depth) : null;
    }

    private PackedGemm[]? Groups(ConvParameters parameters)
    {
        int depth = parameters.Vertical.Taps * parameters.Horizontal.Taps * parameters.Depth;
        int columns = parameters.OutputChannels / parameters.Groups;
        if (!IsPackable(parameters, depth))
        {
            return null;
        }

        PackedGemm[] groups = new PackedGemm[parameters.Groups];
        for (int group = 0; group < groups.Length; group++)
        {
            WeightedSum sum = parameters.Sum.Part(group * columns, columns);
            if (!sum.IsPackable || Gemm(sum, depth) is not { } gemm)
            {
                return null;
            }

            groups[group] = gemm;
        }

        return groups;
    }

    /// <summary>Whether the weights have the form of packed kernels, and padding to whole tiles does not swell them.</summary>
    private static bool IsPackable(ConvParameters parameters, int depth)
    {
        long bytes = (long)RoundUp(depth, DepthGranule) * RoundUp(parameters.OutputChannels / parameters.Groups, ColumnGranule) * parameters.Groups;
        return parameters.Sum.IsPackable && bytes <= 2L * depth * parameters.OutputChannels + MaxPaddingBytes;
    }

    private PackedGemm? Gemm(WeightedSum sum, int depth) => ShiftedGemm.Around(set.Gemm(sum.WithoutShifts(), depth), sum);

    private static int RoundUp(int value, int granule) => (value + granule - 1) / granule * granule;

    private object? Get(Operator step, Func<object?> make)
    {
        if (!_kernels.TryGetValue(step, out object? kernel))
        {
            kernel = make();
            _kernels.Add(step, kernel);
        }

        return kernel;
    }
}
