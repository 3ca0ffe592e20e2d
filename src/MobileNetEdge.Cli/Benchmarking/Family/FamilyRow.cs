namespace MobileNetEdge.Cli.Benchmarking.Family;

/// <summary>What one network costs.</summary>
/// <param name="Name">The architecture.</param>
/// <param name="Parameters">Weights and biases, batch normalizations folded.</param>
/// <param name="Macs">Multiply-accumulates of one picture.</param>
/// <param name="FileBytes">The int8 .tflite file's size.</param>
/// <param name="Milliseconds">The median time of the int8 model for each number of threads.</param>
/// <param name="FloatMilliseconds">The median time of the float network with the first number of threads.</param>
internal sealed record FamilyRow(
    string Name, long Parameters, long Macs, long FileBytes, IReadOnlyList<double> Milliseconds, double FloatMilliseconds)
{
    /// <summary>Whether it is one of the MobileNets, rather than one they are compared with.</summary>
    public bool IsMobileNet { get; } = Name.StartsWith("mobilenet", StringComparison.Ordinal);
}
