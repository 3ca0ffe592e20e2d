namespace MobileNetEdge.Runtime.Tests.Lowering;

/// <summary>A uint8 model is the int8 model whose values and zero points are 128 less, byte for byte: equations (2) and (3).</summary>
public sealed class UInt8Tests
{
    [Fact]
    public void UInt8_model_equals_the_int8_model_with_shifted_zero_points()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            Model signed = Network(new Random(seed), ElementType.Int8);
            Model unsigned = Network(new Random(seed), ElementType.UInt8);
            sbyte[] values = Make.Random(new Random(seed), signed.Inputs[0].Shape.ElementCount);

            sbyte[] expected = (sbyte[])Running.Run(signed, values)[0];
            byte[] actual = (byte[])Running.Run(unsigned, values.Select(q => (byte)(q + 128)).ToArray())[0];

            Assert.True(expected.Select(q => (byte)(q + 128)).SequenceEqual(actual), $"seed {seed}");
        }
    }

    [Fact]
    public void UInt8_input_that_is_also_an_output_keeps_its_bytes()
    {
        Tensor x = Make.UInt8(new Shape(4));

        Assert.Equal(new byte[] { 0, 1, 128, 255 }, Running.Run(Make.Model([x], [x]), new byte[] { 0, 1, 128, 255 })[0]);
    }

    /// <summary>Once failed with KeyNotFoundException: the conversion was left out although an operator needed its result.</summary>
    [Fact]
    public void UInt8_input_that_is_also_an_output_can_be_read_by_an_operator()
    {
        Tensor x = Make.UInt8(new Shape(4), 1, 128);
        Tensor y = Make.UInt8(new Shape(4), 1, 128);
        byte[] values = [0, 127, 128, 255];

        Array[] outputs = Running.Run(Make.Model([x], [x, y], new Unary(UnaryFunction.Relu, x, y)), values);

        Assert.Equal(values, outputs[0]);
        Assert.Equal(new byte[] { 128, 128, 128, 255 }, outputs[1]);
    }

    private static Model Network(Random random, ElementType type)
    {
        int shift = type == ElementType.UInt8 ? 128 : 0;
        Tensor Activation(string name, Shape shape, float scale) => new(name, type, shape, new QuantizationParameters(scale, random.Next(-128, 128) + shift));
        Tensor Weights(Shape shape)
        {
            byte[] bytes = [.. Make.Random(random, shape.ElementCount).Select(q => (byte)(q + shift))];
            return new Tensor("weights", type, shape, new QuantizationParameters(0.01f, random.Next(-128, 128) + shift), bytes);
        }

        Tensor x = Activation("x", new Shape(1, 6, 6, 3), 0.1f);
        Tensor wide = Activation("wide", new Shape(1, 6, 6, 8), 0.4f);
        Tensor filtered = Activation("filtered", new Shape(1, 3, 3, 8), 1f);
        Tensor scaled = Activation("scaled", filtered.Shape, 0.7f);
        Tensor mean = Activation("mean", new Shape(1, 1, 1, 8), 0.3f);
        Tensor logits = Activation("logits", new Shape(1, 5), 0.1f);
        Tensor probabilities = new("probabilities", type, logits.Shape, new QuantizationParameters(1f / 256, -128 + shift));
        Tensor factors = Weights(new Shape(8));
        return Make.Model(
            new Conv2D(x, Weights(new Shape(8, 3, 3, 3)), Make.Bias(1, 2, 3, 4, 5, 6, 7, 8), wide, new(1), new(1), Padding.Same, FusedActivation.Relu6),
            new DepthwiseConv2D(wide, Weights(new Shape(1, 3, 3, 8)), null, filtered, new(2), new(2), Padding.Same, FusedActivation.None),
            Make.Mul(filtered, factors, scaled),
            new Mean(scaled, mean, [1, 2], true),
            new FullyConnected(mean, Weights(new Shape(5, 8)), null, logits, false, FusedActivation.None),
            new Softmax(logits, probabilities, 1));
    }
}
