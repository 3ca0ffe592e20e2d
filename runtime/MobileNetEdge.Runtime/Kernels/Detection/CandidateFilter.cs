using MobileNetEdge.Runtime.Lowering;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Says of most stored values, by comparing integers, that their scores cannot reach the threshold; numerics.md equation (27).</summary>
internal sealed class CandidateFilter
{
    /// <summary>Below it, exponentials in units of 2^-30 are too coarse for the bound.</summary>
    private const double LeastThreshold = 1.0 / (1 << 20);

    private const double MostThreshold = 1 - LeastThreshold;

    /// <summary>More than the rounding of exponentials can move a ratio that matters.</summary>
    private const double Slack = 1.0 / 256;

    /// <summary>No value is less by so much than any other.</summary>
    private const int Everything = -256;

    private readonly bool _isRelative;
    private readonly int _offset;

    public CandidateFilter(DetectionStep step, ClassScores scores)
    {
        float threshold = step.Original.Options.ScoreThreshold;
        if (scores.IsSoftmax)
        {
            _isRelative = scores.Offset == 1;
            double unit = (double)step.Function.Beta * step.Scores.Quantization!.Scale;
            _offset = _isRelative && threshold >= LeastThreshold ? Distance(Math.Min(threshold, MostThreshold), unit) : Everything;
        }
        else
        {
            _offset = sbyte.MinValue;
            while (_offset <= sbyte.MaxValue && scores.Score((sbyte)_offset, default) < threshold)
            {
                _offset++;
            }
        }
    }

    /// <summary>The least value of a row that may reach the threshold; any int.</summary>
    public int Least(ReadOnlySpan<sbyte> row) => _isRelative ? row[0] + _offset : _offset;

    /// <summary>
    /// A class's probability p is at most e^d / (e^d + 1) for a distance d from the background, so p ≥ t asks for d ≥ ln(t / (1 - t)); one step is
    /// given away on top, so that the last bit of the logarithm does not matter.
    /// </summary>
    private static int Distance(double threshold, double unit)
    {
        double least = Math.Log(threshold / (1 - threshold)) - Slack;
        return (int)Math.Clamp(Math.Floor(least / unit) - 1, Everything, -Everything);
    }
}
