using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Layers that join, gate and rearrange maps.</summary>
internal sealed partial class NetworkBuilder
{
    /// <summary>The mean square of 1 / (1 + e^-x) for x of variance 1: 1/4 and the variance, nearly 1/23.</summary>
    private const double LogisticMoment = 0.25 + 1.0 / 23;

    /// <summary>The mean square of hard-sigmoid(x) = 1/2 + x/6 for x of variance 1: 1/4 + 1/36.</summary>
    private const double HardSigmoidMoment = 10.0 / 36;

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

    /// <summary>Each channel times a gate.</summary>
    /// <param name="input">What is gated.</param>
    /// <param name="logit">One number a channel, of variance 1.</param>
    /// <param name="isLogistic">Whether the gate is a sigmoid rather than a hard one.</param>
    public Signal Gate(Signal input, Signal logit, bool isLogistic)
    {
        Tensor gate = Like(logit.Tensor);
        _operators.Add(isLogistic
            ? new Unary(UnaryFunction.Logistic, logit.Tensor, gate)
            : new HardSigmoid(logit.Tensor, gate, 1 / 6f, 0.5f));
        Tensor output = Like(input.Tensor);
        _operators.Add(new Binary(BinaryFunction.Mul, input.Tensor, gate, output, FusedActivation.None));
        return new(output, input.SecondMoment * (isLogistic ? LogisticMoment : HardSigmoidMoment));
    }

    /// <summary>Maps of equal size side by side: the first's channels, then the second's.</summary>
    public Signal Concat(Signal a, Signal b)
    {
        Shape place = a.Tensor.Shape;
        Tensor output = NewTensor(1, place[1], place[2], a.Channels + b.Channels);
        _operators.Add(new Concatenation([a.Tensor, b.Tensor], output, 3, FusedActivation.None));
        double moment = (a.SecondMoment * a.Channels + b.SecondMoment * b.Channels) / output.Shape[3];
        return new(output, moment, a.IsRectified && b.IsRectified);
    }

    /// <summary>Some neighbouring channels of a map.</summary>
    public Signal Channels(Signal input, int first, int count)
    {
        Shape place = input.Tensor.Shape;
        Tensor output = NewTensor(1, place[1], place[2], count);
        _operators.Add(new Slice(input.Tensor, output, [0, 0, 0, first]));
        return input with { Tensor = output };
    }

    /// <summary>The channels of several groups in turn: the first of each, the second of each, and so on.</summary>
    public Signal Shuffle(Signal input, int groups)
    {
        Shape place = input.Tensor.Shape;
        int each = input.Channels / groups;
        Tensor grouped = NewTensor(1, place[1], place[2], groups, each);
        _operators.Add(new Reshape(input.Tensor, grouped));
        Tensor swapped = NewTensor(1, place[1], place[2], each, groups);
        _operators.Add(new Transpose(grouped, swapped, [0, 1, 2, 4, 3]));
        Tensor output = Like(input.Tensor);
        _operators.Add(new Reshape(swapped, output));
        return input with { Tensor = output };
    }

    /// <summary>A fully connected layer that reads all places of a map, and what follows it.</summary>
    /// <exception cref="ArgumentException">The map is too large for weights of its own at every place.</exception>
    public Signal ConnectMap(Signal map, LayerName name, int outputs, Nonlinearity function)
    {
        Shape place = map.Tensor.Shape;
        if ((long)place.ElementCount * outputs > AlignedFloats.MaxLength)
        {
            throw new ArgumentException($"the network does not fit a resolution of {Options.Resolution}: a layer would have {(long)place.ElementCount * outputs} weights");
        }

        (Tensor weights, Tensor bias) = _weights.Take(new(name, LayerKind.Connected, outputs, place[1], map.Channels, map.SecondMoment));
        Tensor flat = NewTensor(1, place.ElementCount);
        _operators.Add(new Reshape(map.Tensor, flat));
        Tensor output = NewTensor(1, outputs);
        _operators.Add(new FullyConnected(flat, weights, bias, output, false, function.Fused()));
        return Activate(output, function);
    }

    /// <summary>A map at another size, bilinear between the centres of its elements.</summary>
    public Signal Resize(Signal input, int height, int width)
    {
        Tensor output = NewTensor(1, height, width, input.Channels);
        _operators.Add(new Resize(ResizeFunction.Bilinear, input.Tensor, output, AlignCorners: false, HalfPixelCenters: true));
        return new(output, input.SecondMoment);
    }
}
