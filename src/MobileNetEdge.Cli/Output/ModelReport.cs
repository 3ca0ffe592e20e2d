using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Output;

/// <summary>What inspect shows.</summary>
/// <param name="File">The model's path.</param>
/// <param name="FileBytes">Its size.</param>
/// <param name="Model">Its contents.</param>
/// <param name="Prepared">The model made ready; null where that is not possible.</param>
/// <param name="Obstacle">Why it is not possible.</param>
internal sealed record ModelReport(string File, long FileBytes, Model Model, PreparedModel? Prepared, string? Obstacle)
{
    /// <summary>MACs of all operators; parameters that operators share count once for each.</summary>
    public OperatorCost Total { get; } = Model.Operators.Aggregate(default(OperatorCost), (sum, step) => sum + OperatorCost.Of(step));

    /// <summary>An operator's window and clamp, for people: kernel, stride, border, activation.</summary>
    public static string Details(Operator step) => step switch
    {
        Conv2D conv => Window(conv.Weights.Shape[1], conv.Weights.Shape[2], conv.Vertical, conv.Horizontal, conv.Padding, conv.Activation),
        DepthwiseConv2D conv => Window(conv.Weights.Shape[1], conv.Weights.Shape[2], conv.Vertical, conv.Horizontal, conv.Padding, conv.Activation),
        Pool2D pool => Window(
            pool.WindowHeight, pool.WindowWidth, new(pool.StrideHeight), new(pool.StrideWidth), pool.Padding, pool.Activation),
        FullyConnected connected => Clamp(connected.Activation),
        Binary binary => Clamp(binary.Activation),
        UnknownOperator unknown => unknown.Reason,
        _ => "",
    };

    private static string Window(int height, int width, WindowAxis vertical, WindowAxis horizontal, Padding padding, FusedActivation activation)
    {
        string stride = vertical.Stride == horizontal.Stride ? $"/{vertical.Stride}" : $"/{vertical.Stride},{horizontal.Stride}";
        string dilation = vertical.Dilation == 1 && horizontal.Dilation == 1 ? "" : $" dilated {vertical.Dilation},{horizontal.Dilation}";
        string border = padding == Padding.Same ? "same" : "valid";
        return $"{height}×{width} {stride} {border}{dilation} {Clamp(activation)}".TrimEnd();
    }

    private static string Clamp(FusedActivation activation) => activation switch
    {
        FusedActivation.Relu => "relu",
        FusedActivation.Relu6 => "relu6",
        FusedActivation.ReluN1To1 => "relu_n1_to_1",
        _ => "",
    };
}
