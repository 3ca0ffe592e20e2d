namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Sums over a layer's values f of the float network and q of the int8 model, channel by channel.</summary>
internal sealed class LayerMoments(LayerPair pair)
{
    private readonly Channel[] _channels = new Channel[pair.Real.Shape[^1]];

    /// <summary>Adds a picture's values.</summary>
    public void Add(ReadOnlySpan<float> reals, ReadOnlySpan<byte> stored)
    {
        QuantizationParameters parameters = pair.Quantized.Quantization!;
        (double scale, int zeroPoint, bool isSigned) = (parameters.Scale, parameters.ZeroPoint, pair.Quantized.Type == ElementType.Int8);
        for (int i = 0, c = 0; i < reals.Length; i++)
        {
            _channels[c].Add(reals[i], scale * ((isSigned ? (sbyte)stored[i] : stored[i]) - zeroPoint));
            c = c + 1 == _channels.Length ? 0 : c + 1;
        }
    }

    /// <summary>The ratio in dB; infinite without error.</summary>
    public double SignalToNoise()
    {
        (double signal, double noise) = (0, 0);
        foreach (Channel channel in _channels)
        {
            signal += channel.SumFF;
            noise += pair.IsRescaled ? channel.Residual : channel.Noise;
        }

        return noise > 0 ? 10 * Math.Log10(signal / noise) : double.PositiveInfinity;
    }

    /// <summary>What takes each channel's values to those that the int8 model stands for.</summary>
    public (double Factor, double Offset)[] Maps() => Array.ConvertAll(_channels, channel => pair.IsRescaled ? channel.Fit : (1, 0));

    /// <summary>The extremes of the float values after the maps.</summary>
    public ValueRange Extremes()
    {
        ValueRange range = ValueRange.Empty;
        foreach (Channel channel in _channels)
        {
            (double factor, double offset) = pair.IsRescaled ? channel.Fit : (1, 0);
            (float a, float b) = ((float)((factor * channel.Min) + offset), (float)((factor * channel.Max) + offset));
            range = range.Union(new ValueRange(Math.Min(a, b), Math.Max(a, b)));
        }

        return range;
    }

    private struct Channel
    {
        /// <summary>An offset must explain more than this.</summary>
        private const double MaxGain = 4;

        private long _count;
        private double _sumF;
        private double _sumQ;
        private double _sumQQ;
        private double _sumFQ;

        public double SumFF { get; private set; }

        public double Noise { get; private set; }

        public float Min { get; private set; }

        public float Max { get; private set; }

        /// <summary>
        /// The least squares q ≈ factor × f, as equalization leaves it, or, where that explains q far better, q ≈ factor × f + offset.
        /// </summary>
        public readonly (double Factor, double Offset) Fit
        {
            get
            {
                (double factor, double offset) = Line;
                double plain = SumFF > 0 ? _sumFQ / SumFF : 1;
                return Left(plain, 0) <= MaxGain * Left(factor, offset) ? (plain, 0) : (factor, offset);
            }
        }

        /// <summary>What the fit leaves of q, in units of f; all of f at most, where q hardly follows it.</summary>
        public readonly double Residual
        {
            get
            {
                (double factor, double offset) = Fit;
                double left = Left(factor, offset);
                return left == 0 ? 0 : Math.Min(SumFF, left / (factor * factor));
            }
        }

        private readonly (double Factor, double Offset) Line
        {
            get
            {
                double variance = SumFF - (_sumF * _sumF / _count);
                double factor = variance > 1e-12 * SumFF ? (_sumFQ - (_sumF * _sumQ / _count)) / variance : 1;
                return (factor, (_sumQ - (factor * _sumF)) / _count);
            }
        }

        /// <summary>The sum of (q - factor f - offset)².</summary>
        private readonly double Left(double factor, double offset)
        {
            double left = _sumQQ + (factor * factor * SumFF) + (offset * offset * _count)
                - (2 * factor * _sumFQ) - (2 * offset * _sumQ) + (2 * factor * offset * _sumF);
            return Math.Max(0, left);
        }

        public void Add(float f, double q)
        {
            (Min, Max) = _count == 0 ? (f, f) : (Math.Min(Min, f), Math.Max(Max, f));
            _count++;
            _sumF += f;
            _sumQ += q;
            SumFF += (double)f * f;
            _sumQQ += q * q;
            _sumFQ += f * q;
            Noise += (q - f) * (q - f);
        }
    }
}
