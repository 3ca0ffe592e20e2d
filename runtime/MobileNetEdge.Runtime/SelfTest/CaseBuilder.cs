using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Runtime.SelfTesting;

/// <summary>Puts a small random model together. Scales come from arithmetic that IEEE 754 rounds exactly.</summary>
internal sealed class CaseBuilder(ulong seed)
{
    private readonly List<Tensor> _inputs = [];
    private readonly List<Operator> _operators = [];

    /// <summary>Where everything random comes from.</summary>
    public SplitMix64 Random { get; } = new(seed);

    /// <summary>The model made so far, with one output.</summary>
    public Model Build(Tensor output)
    {
        HashSet<Tensor> tensors = [.. _inputs, .. _operators.SelectMany(step => step.Inputs), .. _operators.SelectMany(step => step.Outputs)];
        return new Model([.. tensors], [.. _operators], [.. _inputs], [output]);
    }

    /// <summary>An input of the model, 8-bit with a random zero point.</summary>
    public Tensor Input(Shape shape, ElementType type = ElementType.Int8, float scale = 0)
    {
        Tensor input = type == ElementType.Float32
            ? new Tensor("input", type, shape)
            : Activation(shape, scale == 0 ? Scale(64) : scale, type, "input");
        _inputs.Add(input);
        return input;
    }

    /// <summary>An activation with a random zero point.</summary>
    public Tensor Activation(Shape shape, float scale, ElementType type = ElementType.Int8, string name = "output")
    {
        int zeroPoint = Random.Next(-24, 24) + (type == ElementType.UInt8 ? 128 : 0);
        return new Tensor(name, type, shape, new QuantizationParameters(scale, zeroPoint));
    }

    /// <summary>A constant int8 activation.</summary>
    public Tensor Constant(Shape shape, float scale)
    {
        QuantizationParameters quantization = new(scale, Random.Next(-24, 24));
        return new Tensor("constant", ElementType.Int8, shape, quantization, Bytes(shape.ElementCount, () => Random.Next(-128, 127)));
    }

    /// <summary>8-bit weights; <paramref name="channelAxis"/> counts the output channels.</summary>
    public Tensor Weights(Shape shape, int channelAxis, WeightForm form)
    {
        int channels = shape[channelAxis];
        bool isPerChannel = form is not (WeightForm.PerTensor or WeightForm.ZeroPoint) && channels > 1;
        ImmutableArray<float> scales = [.. Enumerable.Range(0, isPerChannel ? channels : 1).Select(c => IsDead(form, c) ? 1e-8f : Scale(128))];
        int zeroPoint = form == WeightForm.ZeroPoint ? Random.Next(100, 156) : 0;
        QuantizationParameters quantization = new(scales, [.. scales.Select(_ => zeroPoint)], channelAxis);
        int perChannel = shape.ElementCount / channels;
        int index = 0;
        byte[] values = Bytes(shape.ElementCount, () => Weight(form, channelAxis == 0 ? index++ / perChannel : index++ % channels));
        return new Tensor("weights", form == WeightForm.ZeroPoint ? ElementType.UInt8 : ElementType.Int8, shape, quantization, values);
    }

    /// <summary>A bias of one value a channel, about as large as a sum of <paramref name="terms"/> products.</summary>
    public Tensor Bias(int channels, int terms, WeightForm form)
    {
        int limit = form == WeightForm.LargeMultiplier ? 20 : 2000 * terms;
        int[] values = [.. Enumerable.Range(0, channels).Select(c => IsDead(form, c) ? Random.Next(1 << 29, 1 << 30) : Random.Next(-limit, limit))];
        return new Tensor("bias", ElementType.Int32, new Shape(channels), data: MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }

    /// <summary>Adds an operator and returns its output.</summary>
    public Tensor Add(Operator step)
    {
        _operators.Add(step);
        return step.Outputs[0];
    }

    /// <summary>A scale between 1 / <paramref name="divisor"/> and twice that.</summary>
    public float Scale(int divisor) => (256 + Random.Next(0, 255)) / (256f * divisor);

    /// <summary>
    /// An output scale that spreads sums of <paramref name="terms"/> random products over most of the int8 range: their deviation is near
    /// 74 × 73 √terms steps of input × weight scale.
    /// </summary>
    public static float OutputScale(Tensor input, Tensor weights, int terms, WeightForm form)
    {
        double step = (double)input.Quantization!.Scale * weights.Quantization!.Scales[^1];
        return (float)(form == WeightForm.LargeMultiplier ? step / 2.75 : step * 108 * Math.Sqrt(terms));
    }

    private static bool IsDead(WeightForm form, int channel) => form == WeightForm.Dead && channel % 3 == 0;

    private int Weight(WeightForm form, int channel) => form switch
    {
        WeightForm.Dead when IsDead(form, channel) => 0,
        WeightForm.Extreme => Random.Next(0, 1) * 254 - 127,
        WeightForm.LargeMultiplier => Random.Next(-2, 2),
        WeightForm.PerTensor => Random.Next(-128, 127),
        WeightForm.ZeroPoint => Random.Next(0, 255),
        _ => Random.Next(-127, 127),
    };

    private static byte[] Bytes(int count, Func<int> value)
    {
        byte[] bytes = new byte[count];
        foreach (ref byte b in bytes.AsSpan())
        {
            b = unchecked((byte)value());
        }

        return bytes;
    }
}
