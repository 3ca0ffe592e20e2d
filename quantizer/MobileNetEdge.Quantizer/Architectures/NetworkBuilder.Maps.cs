namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Layers of networks that answer for places rather than for whole pictures.</summary>
internal sealed partial class NetworkBuilder
{
    /// <summary>The mean square of 1 / (1 + e^-x) for x of variance 1: 1/4 and the variance, nearly 1/23.</summary>
    private const double LogisticMoment = 0.25 + 1.0 / 23;

    /// <summary>Maps of several sizes as one list: [1, positions × vectors, length], the maps one after another.</summary>
    /// <param name="maps">[1, height, width, vectors × length] each.</param>
    /// <param name="length">Numbers of a vector.</param>
    public Signal List(IReadOnlyList<Signal> maps, int length)
    {
        List<Tensor> parts = [];
        foreach (Signal map in maps)
        {
            Tensor part = NewTensor(1, map.Tensor.Shape.ElementCount / length, length);
            _operators.Add(new Reshape(map.Tensor, part));
            parts.Add(part);
        }

        Tensor output = NewTensor(1, parts.Sum(part => part.Shape[1]), length);
        _operators.Add(new Concatenation([.. parts], output, 1, FusedActivation.None));
        return new(output, maps.Average(map => map.SecondMoment));
    }

    /// <summary>Each channel times a sigmoid of what all channels' means say; the gate of LR-ASPP.</summary>
    public Signal Gate(Signal input, Signal pooled, LayerName name)
    {
        Signal logit = Conv(pooled, name, input.Channels, 1, 1, Nonlinearity.None);
        Tensor gate = Like(logit.Tensor);
        _operators.Add(new Unary(UnaryFunction.Logistic, logit.Tensor, gate));
        Tensor output = Like(input.Tensor);
        _operators.Add(new Binary(BinaryFunction.Mul, input.Tensor, gate, output, FusedActivation.None));
        return new(output, input.SecondMoment * LogisticMoment);
    }

    /// <summary>A map at another size, bilinear between the centres of its elements.</summary>
    public Signal Resize(Signal input, int height, int width)
    {
        Tensor output = NewTensor(1, height, width, input.Channels);
        _operators.Add(new Resize(ResizeFunction.Bilinear, input.Tensor, output, AlignCorners: false, HalfPixelCenters: true));
        return new(output, input.SecondMoment);
    }
}
