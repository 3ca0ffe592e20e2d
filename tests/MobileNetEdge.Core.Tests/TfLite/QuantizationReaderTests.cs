namespace MobileNetEdge.Core.Tests;

/// <summary>Quantization of tensors.</summary>
public sealed class QuantizationReaderTests
{
    private readonly TinyModel _model = TinyModel.Convolution();

    [Fact]
    public void Per_channel_weights_have_their_axis()
    {
        QuantizationParameters read = _model.Read().Tensors[1].Quantization!;
        Assert.Equal([0.1f, 0.2f, 0.3f], read.Scales);
        Assert.Equal(0, read.Axis);
    }

    [Fact]
    public void Empty_scales_are_no_quantization()
    {
        _model.Tensors[0].Set(4, TinyModel.Quantization([], []));
        Assert.Null(_model.Read().Inputs[0].Quantization);
    }

    [Fact]
    public void Missing_zero_points_are_0()
    {
        _model.Tensors[0].Set(4, TinyModel.Quantization([0.5f], null));
        Assert.Equal(0, _model.Read().Inputs[0].Quantization!.ZeroPoint);
    }

    [Fact]
    public void Float_tensor_has_no_quantization()
    {
        _model.Tensors[0].Set(1, TinyModel.Float32).Set(4, TinyModel.Quantization([-1f], [5]));
        Assert.Null(_model.Read().Inputs[0].Quantization);
    }

    [Fact]
    public void Scale_0_of_indices_is_no_quantization()
    {
        _model.Tensors[2].Set(4, TinyModel.Quantization([0f], [0]));
        Assert.Null(_model.Read().Tensors[2].Quantization);
    }

    [Fact]
    public void Zero_points_of_a_bias_are_not_read()
    {
        _model.Tensors[2].Set(4, TinyModel.Quantization([0.5f], [99]));
        Assert.Equal(0, _model.Read().Tensors[2].Quantization!.ZeroPoint);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Scale_that_is_not_positive_and_finite_is_invalid(float scale)
    {
        _model.Tensors[0].Set(4, TinyModel.Quantization([scale], [0]));
        Refusal.Invalid(_model, $"tensor 0 'input': found scale {scale}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Counts_of_scales_and_zero_points_that_differ_are_invalid(int zeroPoints)
    {
        _model.Tensors[1].Set(4, TinyModel.Quantization([1, 1, 1], new long[zeroPoints]));
        Refusal.Invalid(_model, $"found {zeroPoints} zero points for 3 scales");
    }

    [Theory]
    [InlineData(TinyModel.Int8, -129)]
    [InlineData(TinyModel.Int8, 128)]
    [InlineData(TinyModel.UInt8, -1)]
    [InlineData(TinyModel.UInt8, 256)]
    [InlineData(TinyModel.UInt8, long.MaxValue)]
    [InlineData((byte)7, 32768)]
    public void Zero_point_outside_of_the_type_is_invalid(byte type, long zeroPoint)
    {
        _model.Tensors[0].Set(1, type).Set(4, TinyModel.Quantization([1f], [zeroPoint]));
        Refusal.Invalid(_model, $"found zero point {zeroPoint}");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(3)]
    public void Dimension_that_does_not_count_the_scales_is_invalid(int axis)
    {
        _model.Tensors[1].Set(4, TinyModel.Quantization([1, 1, 1], [0, 0, 0], axis));
        Refusal.Invalid(_model, $"found 3 scales along dimension {axis} of 3×3×3×2");
    }

    [Fact]
    public void Vector_with_as_many_scales_as_elements_needs_no_dimension()
    {
        _model.Tensors[2].Set(4, TinyModel.Quantization([1, 1, 1], [0, 0, 0], 3));
        Assert.Equal(0, _model.Read().Tensors[2].Quantization!.Axis);
    }

    [Fact]
    public void Custom_quantization_is_unsupported()
    {
        _model.Tensors[1].Set(4, new FlatNode().Set(2, new[] { 1f }).Set(4, (byte)1).Set(5, new FlatNode()));
        Refusal.Unsupported(_model, "custom quantization");
    }
}
