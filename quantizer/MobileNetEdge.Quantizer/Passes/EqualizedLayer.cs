using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Passes;

/// <summary>A layer whose constants are scaled in double precision, to be rounded once at the end.</summary>
internal sealed class EqualizedLayer
{
    private readonly WeightedLayer _layer;
    private readonly double[] _weights;
    private readonly double[]? _bias;

    /// <summary>Copies a layer's constants.</summary>
    public EqualizedLayer(WeightedLayer layer)
    {
        _layer = layer;
        _weights = FloatConstants.Widen(layer.Weights);
        _bias = layer.Bias is null ? null : FloatConstants.Widen(layer.Bias);
    }

    /// <summary>The operator as it was.</summary>
    public Operator Step => _layer.Step;

    /// <summary>The largest magnitude among the weights of each output channel.</summary>
    public double[] OutputRanges(int channels) => Ranges(channels, _layer.OutputOf);

    /// <summary>The largest magnitude among the weights of each input channel.</summary>
    public double[] InputRanges(int channels) => Ranges(channels, _layer.InputOf);

    /// <summary>Divides what each output channel is.</summary>
    public void DivideOutputs(double[] divisors)
    {
        for (int i = 0; i < _weights.Length; i++)
        {
            _weights[i] /= divisors[_layer.OutputOf(i)];
        }

        for (int c = 0; c < _bias?.Length; c++)
        {
            _bias[c] /= divisors[c];
        }
    }

    /// <summary>Multiplies what each input channel counts.</summary>
    public void MultiplyInputs(double[] factors)
    {
        for (int i = 0; i < _weights.Length; i++)
        {
            _weights[i] *= factors[_layer.InputOf(i)];
        }
    }

    /// <summary>The operator with the constants as they are now.</summary>
    public Operator ToOperator() => _layer.With(_weights, _bias, _layer.Output, _layer.Activation);

    private double[] Ranges(int channels, Func<int, int> channelOf)
    {
        double[] ranges = new double[channels];
        for (int i = 0; i < _weights.Length; i++)
        {
            ref double range = ref ranges[channelOf(i)];
            range = Math.Max(range, Math.Abs(_weights[i]));
        }

        return ranges;
    }
}
