using System.Numerics;

namespace MobileNetEdge.Quantizer;

/// <summary>
/// Rounds the weights of an output channel one after another, each time shifting those that are left so that the layer's output moves least.
/// </summary>
/// <remarks>
/// The squared error of the output is e' H e, with e the errors of the weights and H the covariances of what they multiply (the mean is left
/// to the bias). With H = R' R it is |R e|², so going back from the last weight, weight j is rounded where R's line j is nearest 0.
/// (Frantar et al. 2022, "GPTQ" and "Optimal Brain Compression"; the form is Babai's nearest plane, 1986.)
/// </remarks>
internal sealed class CompensatedRounding
{
    /// <summary>What is added to each variance, as a share of the mean variance: inputs never seen to vary still may.</summary>
    private const double Damping = 0.01;

    private readonly int _depth;
    private readonly int[] _order;

    /// <summary>Line j holds R's elements from j on, each divided by the one on the diagonal.</summary>
    private readonly double[] _lines;

    /// <summary>Prepares the rounding of channels that multiply the same inputs.</summary>
    /// <param name="covariances">Depth × depth.</param>
    public CompensatedRounding(double[] covariances)
    {
        _depth = (int)Math.Sqrt(covariances.Length);
        double mean = 0;
        for (int i = 0; i < _depth; i++)
        {
            mean += Math.Max(covariances[i * _depth + i], 0) / _depth;
        }

        Variances = new double[_depth];
        double damping = mean > 0 ? Damping * mean : 1;
        for (int i = 0; i < _depth; i++)
        {
            Variances[i] = Math.Max(covariances[i * _depth + i], 0) + damping;
        }

        // Weights of much varying inputs go first, while many are left to compensate them.
        _order = [.. Enumerable.Range(0, _depth).OrderBy(i => Variances[i])];
        _lines = Factor(covariances, damping);
    }

    /// <summary>How much each weight's input varies.</summary>
    public double[] Variances { get; }

    /// <summary>Rounds the weights of one channel.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="scale">Their step.</param>
    /// <returns>Integers in [-127, 127].</returns>
    public sbyte[] Round(ReadOnlySpan<float> weights, double scale)
    {
        sbyte[] rounded = new sbyte[_depth];
        double[] errors = new double[_depth];
        for (int j = _depth - 1; j >= 0; j--)
        {
            int place = _order[j];
            double wanted = weights[place] + Dot(_lines.AsSpan(j * _depth + j + 1, _depth - j - 1), errors.AsSpan(j + 1));
            rounded[place] = WeightQuantizer.Quantize((float)wanted, scale);
            errors[j] = weights[place] - rounded[place] * scale;
        }

        return rounded;
    }

    /// <summary>
    /// R of H = R' R, line by line, with a diagonal of ones. No pivot of covariances with so much added to each variance is below that; those
    /// that sums of single precision leave below would throw all that is left to round far off.
    /// </summary>
    private double[] Factor(double[] covariances, double least)
    {
        double[] r = new double[_depth * _depth];
        for (int i = 0; i < _depth; i++)
        {
            for (int j = i; j < _depth; j++)
            {
                r[i * _depth + j] = i == j ? Variances[_order[i]] : covariances[_order[i] * _depth + _order[j]];
            }
        }

        for (int k = 0; k < _depth; k++)
        {
            Span<double> line = r.AsSpan(k * _depth + k, _depth - k);
            double pivot = Math.Max(line[0], least);
            for (int i = 1; i < line.Length; i++)
            {
                if (line[i] != 0)
                {
                    Subtract(r.AsSpan((k + i) * _depth + k + i, _depth - k - i), line[i..], line[i] / pivot);
                }
            }

            for (int i = 0; i < line.Length; i++)
            {
                line[i] /= pivot;
            }
        }

        return r;
    }

    private static void Subtract(Span<double> target, ReadOnlySpan<double> line, double factor)
    {
        int i = 0;
        Vector<double> factors = new(factor);
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(target[i..]) - new Vector<double>(line[i..]) * factors).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] -= line[i] * factor;
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector<double> sums = Vector<double>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            sums += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        }

        double sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
