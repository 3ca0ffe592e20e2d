namespace MobileNetEdge.Quantizer.Reconstruction;

/// <summary>Gradient descent with steps that adapt to each parameter's gradients (Kingma and Ba 2015, "Adam", algorithm 1).</summary>
/// <param name="units">The size of a step of rate 1 for each parameter.</param>
internal sealed class Adam(double[] units)
{
    private const double MeanDecay = 0.9;
    private const double SquareDecay = 0.99;
    private const double Tiny = 1e-30;

    private readonly double[] _means = new double[units.Length];
    private readonly double[] _squares = new double[units.Length];
    private int _steps;

    /// <summary>The parameters, zero at first.</summary>
    public double[] Values { get; } = new double[units.Length];

    /// <summary>Goes a step down.</summary>
    /// <param name="gradient">The derivative by each parameter.</param>
    /// <param name="rate">The length of the step in units.</param>
    public void Step(ReadOnlySpan<double> gradient, double rate)
    {
        _steps++;
        double meanShare = 1 - Math.Pow(MeanDecay, _steps);
        double squareShare = 1 - Math.Pow(SquareDecay, _steps);
        for (int i = 0; i < Values.Length; i++)
        {
            _means[i] += (1 - MeanDecay) * (gradient[i] - _means[i]);
            _squares[i] += (1 - SquareDecay) * (gradient[i] * gradient[i] - _squares[i]);
            Values[i] -= rate * units[i] * (_means[i] / meanShare) / Math.Sqrt(_squares[i] / squareShare + Tiny);
        }
    }
}
