namespace MobileNetEdge.Core.Tests;

/// <summary>Each operator with all its attributes, in slots as TensorFlow Lite's schema has them.</summary>
public sealed class OperatorReaderTests
{
    [Fact]
    public void Convolution_has_its_window()
    {
        TinyModel model = TinyModel.Convolution();
        model.Operators[0].Set(4, Window(padding: 1, strideWidth: 2, strideHeight: 3).Set(3, (byte)1).Set(4, 4).Set(5, 5));
        Conv2D read = Assert.IsType<Conv2D>(model.Read().Operators[0]);
        Assert.Equal(new WindowAxis(3, 5), read.Vertical);
        Assert.Equal(new WindowAxis(2, 4), read.Horizontal);
        Assert.Equal((Padding.Valid, FusedActivation.Relu), (read.Padding, read.Activation));
        Assert.Equal("bias", read.Bias?.Name);
    }

    [Theory]
    [InlineData(new[] { 0, 1 })]
    [InlineData(new[] { 0, 1, -1 })]
    public void Convolution_may_lack_a_bias(int[] inputs)
    {
        TinyModel model = TinyModel.Convolution();
        model.Operators[0].Set(1, inputs);
        Assert.Null(Assert.IsType<Conv2D>(model.Read().Operators[0]).Bias);
    }

    [Fact]
    public void Depthwise_convolution_has_its_window()
    {
        TinyModel model = TinyModel.Convolution();
        model.Codes[0].Set(0, (byte)4).Set(3, 4);
        model.Operators[0].Set(3, (byte)2).Set(4, Window(0, 2, 3).Set(3, 77).Set(4, (byte)2).Set(5, 4).Set(6, 5));
        DepthwiseConv2D read = Assert.IsType<DepthwiseConv2D>(model.Read().Operators[0]);
        Assert.Equal(new WindowAxis(3, 5), read.Vertical);
        Assert.Equal(new WindowAxis(2, 4), read.Horizontal);
        Assert.Equal((Padding.Same, FusedActivation.ReluN1To1), (read.Padding, read.Activation));
    }

    [Fact]
    public void Fully_connected_has_its_attributes()
    {
        TinyModel model = FullyConnected(new FlatNode().Set(0, (byte)3).Set(2, true));
        FullyConnected read = Assert.IsType<FullyConnected>(model.Read().Operators[0]);
        Assert.True(read.KeepDimensions);
        Assert.Equal(FusedActivation.Relu6, read.Activation);
    }

    [Theory]
    [InlineData(0, 11, BinaryFunction.Add, "ADD")]
    [InlineData(41, 28, BinaryFunction.Sub, "SUB")]
    [InlineData(18, 21, BinaryFunction.Mul, "MUL")]
    public void Binary_operator_has_its_attributes(int code, byte kind, BinaryFunction function, string name)
    {
        TinyModel model = TinyModel.Of(code, [1, 4], [1, 4], kind, new FlatNode().Set(0, (byte)1));
        model.Operators[0].Set(1, new[] { 0, 0 });
        Binary read = Assert.IsType<Binary>(model.Read().Operators[0]);
        Assert.Equal((function, FusedActivation.Relu, name), (read.Function, read.Activation, read.Name));
    }

    [Theory]
    [InlineData(1, PoolFunction.Average)]
    [InlineData(17, PoolFunction.Max)]
    public void Pool_has_its_window(int code, PoolFunction function)
    {
        TinyModel model = TinyModel.Of(code, [1, 8, 8, 2], [1, 4, 4, 2], 5, Window(1, 2, 3).Set(3, 4).Set(4, 5).Set(5, (byte)3));
        Tensor input = model.Read().Inputs[0];
        Pool2D read = Assert.IsType<Pool2D>(model.Read().Operators[0]);
        Assert.Equal((5, 4, 3, 2), (read.WindowHeight, read.WindowWidth, read.StrideHeight, read.StrideWidth));
        Assert.Equal((function, Padding.Valid, FusedActivation.Relu6), (read.Function, read.Padding, read.Activation));
        Assert.Equal(input.Shape, read.Input.Shape);
    }

    [Theory]
    [InlineData(new[] { 2, 1 })]
    [InlineData(new[] { -2, -3 })]
    [InlineData(new[] { 1, 2, -2 })]
    public void Mean_has_sorted_axes_counted_from_the_front(int[] axes)
    {
        TinyModel model = TinyModel.Of(40, [1, 4, 4, 2], [1, 1, 1, 2], 27, new FlatNode().Set(0, true), axes);
        Mean read = Assert.IsType<Mean>(model.Read().Operators[0]);
        Assert.Equal([1, 2], read.Axes);
        Assert.True(read.KeepDimensions);
    }

    [Fact]
    public void Pad_has_its_borders()
    {
        Pad read = Assert.IsType<Pad>(Pad([0, 0, 1, 2, 3, 4, 0, 5]).Read().Operators[0]);
        Assert.Equal([0, 1, 3, 0], read.Before);
        Assert.Equal([0, 2, 4, 5], read.After);
    }

    [Fact]
    public void Paddings_of_64_bits_are_read()
    {
        TinyModel model = Pad([0, 0, 0, 0, 0, 0, 0, 0]);
        model.Tensors[1].Set(1, TinyModel.Int64);
        model.Buffers[1].Set(0, TinyModel.ToBytes([0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Equal([0, 1, 0, 0], Assert.IsType<Pad>(model.Read().Operators[0]).Before);
    }

    [Fact]
    public void Padding_beyond_32_bits_is_invalid()
    {
        TinyModel model = Pad([0, 0, 0, 0, 0, 0, 0, 0]);
        model.Tensors[1].Set(1, TinyModel.Int64);
        model.Buffers[1].Set(0, TinyModel.ToBytes([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
        Refusal.Invalid(model, "found 4294967296 among the paddings");
    }

    [Theory]
    [InlineData(22, false, "RESHAPE")]
    [InlineData(43, true, "SQUEEZE")]
    public void Reshape_and_squeeze_are_read(int code, bool squeeze, string name)
    {
        Reshape read = Assert.IsType<Reshape>(TinyModel.Of(code, [1, 1, 4], [1, 4]).Read().Operators[0]);
        Assert.Equal((squeeze, name), (read.IsSqueeze, read.Name));
    }

    [Fact]
    public void Transpose_has_its_permutation()
    {
        TinyModel model = TinyModel.Of(39, [1, 4, 5, 2], [1, 5, 2, 4], 26, null, [0, 2, -1, 1]);
        Assert.Equal([0, 2, 3, 1], Assert.IsType<Transpose>(model.Read().Operators[0]).Permutation);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void Concatenation_has_its_axis_counted_from_the_front(int axis)
    {
        TinyModel model = TinyModel.Of(2, [1, 4, 4, 2], [1, 4, 4, 4], 10, new FlatNode().Set(0, axis).Set(1, (byte)1));
        model.Operators[0].Set(1, new[] { 0, 0 });
        Concatenation read = Assert.IsType<Concatenation>(model.Read().Operators[0]);
        Assert.Equal((2, 3, FusedActivation.Relu), (read.Parts.Length, read.Axis, read.Activation));
    }

    [Fact]
    public void Softmax_has_its_beta()
    {
        TinyModel model = TinyModel.Of(25, [1, 4], [1, 4], 9, new FlatNode().Set(0, 0.5f));
        Assert.Equal(0.5f, Assert.IsType<Softmax>(model.Read().Operators[0]).Beta);
    }

    [Theory]
    [InlineData(14, UnaryFunction.Logistic, "LOGISTIC")]
    [InlineData(28, UnaryFunction.Tanh, "TANH")]
    [InlineData(117, UnaryFunction.HardSwish, "HARD_SWISH")]
    [InlineData(19, UnaryFunction.Relu, "RELU")]
    [InlineData(21, UnaryFunction.Relu6, "RELU6")]
    [InlineData(20, UnaryFunction.ReluN1To1, "RELU_N1_TO_1")]
    public void Unary_operator_is_read(int code, UnaryFunction function, string name)
    {
        Unary read = Assert.IsType<Unary>(TinyModel.Of(code, [1, 4], [1, 4]).Read().Operators[0]);
        Assert.Equal((function, name), (read.Function, read.Name));
    }

    [Theory]
    [InlineData(114, TinyModel.UInt8, "QUANTIZE")]
    [InlineData(6, TinyModel.Float32, "DEQUANTIZE")]
    public void Conversion_is_read(int code, byte outputType, string name)
    {
        TinyModel model = TinyModel.Of(code, [1, 4], [1, 4]);
        model.Tensors[1].Set(1, outputType);
        Assert.Equal(name, Assert.IsType<Conversion>(model.Read().Operators[0]).Name);
    }

    [Theory]
    [InlineData(23, 15, 2, 3, ResizeFunction.Bilinear)]
    [InlineData(97, 74, 0, 1, ResizeFunction.NearestNeighbor)]
    public void Resize_has_its_attributes(int code, byte kind, int alignSlot, int halfSlot, ResizeFunction function)
    {
        foreach (bool align in new[] { false, true })
        {
            FlatNode options = new FlatNode().Set(alignSlot, align).Set(halfSlot, !align);
            TinyModel model = TinyModel.Of(code, [1, 4, 4, 2], [1, 8, 6, 2], kind, options, [8, 6]);
            Resize read = Assert.IsType<Resize>(model.Read().Operators[0]);
            Assert.Equal((function, align, !align), (read.Function, read.AlignCorners, read.HalfPixelCenters));
        }
    }

    private static FlatNode Window(byte padding, int strideWidth, int strideHeight)
    {
        return new FlatNode().Set(0, padding).Set(1, strideWidth).Set(2, strideHeight);
    }

    private static TinyModel Pad(int[] paddings) => TinyModel.Of(34, [1, 4, 4, 2], [1, 7, 11, 7], 22, null, paddings);

    private static TinyModel FullyConnected(FlatNode options)
    {
        TinyModel model = TinyModel.Of(9, [1, 4], [1, 2], 8, options);
        int weights = model.AddTensor("weights", TinyModel.Int8, [2, 4], new byte[8], TinyModel.Quantization([1f], [0]));
        model.Operators[0].Set(1, new[] { 0, weights, -1 });
        return model;
    }
}
