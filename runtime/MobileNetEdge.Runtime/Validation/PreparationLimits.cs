namespace MobileNetEdge.Runtime.Validation;

/// <summary>Limits on what one file can make Prepare do: a few bytes of an operator must not claim the machine's time or memory.</summary>
internal static class PreparationLimits
{
    /// <summary>More operators than any network of this kind has; the planner's work grows with their square.</summary>
    public const int MaxOperators = 4096;

    /// <summary>Each operand may need a conversion of its own.</summary>
    private const int MaxOperands = 4 * MaxOperators;

    /// <summary>What tables computed from a few attributes may take together; MobileNets need some 300 KiB.</summary>
    private const long MaxTableBytes = 32 << 20;

    private const int BytesPerChannel = 24;
    private const int BytesPerCoordinate = 16;
    private const int BytesPerMultiplier = 8;

    /// <summary>Checks the number of operators and of what they read.</summary>
    /// <exception cref="UnsupportedModelException">There are too many.</exception>
    public static void CheckCounts(IReadOnlyList<Operator> operators)
    {
        long operands = operators.Sum(step => (long)step.Inputs.Length);
        if (operators.Count > MaxOperators || operands > MaxOperands)
        {
            throw new UnsupportedModelException(
                "the model", $"{operators.Count} operators with {operands} operands; at most {MaxOperators} with {MaxOperands} are supported");
        }
    }

    /// <summary>Checks the memory that kernels take for what they compute in advance.</summary>
    /// <exception cref="UnsupportedModelException">It is too much.</exception>
    public static void CheckTables(Graph graph)
    {
        long total = 0;
        foreach (Operator step in graph.Operators)
        {
            total += TableBytes(step);
            Require.Supported(total <= MaxTableBytes, step, $"with it precomputed tables would pass {MaxTableBytes} bytes");
        }
    }

    private static long TableBytes(Operator step) => step switch
    {
        Conv2D conv => (long)conv.Weights.Shape[0] * BytesPerChannel,
        DepthwiseConv2D conv => (long)conv.Weights.Shape[3] * BytesPerChannel,
        FullyConnected connected => (long)connected.Weights.Shape[0] * BytesPerChannel,
        Resize resize => ((long)resize.Output.Shape[1] + resize.Output.Shape[2]) * BytesPerCoordinate,
        Pool2D { Function: PoolFunction.Average } pool => (long)pool.WindowHeight * pool.WindowWidth * BytesPerMultiplier,
        _ => 0,
    };
}
