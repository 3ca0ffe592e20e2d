namespace MobileNetEdge.Core.Tests;

/// <summary>Operators that break the format, and sound ones that this library cannot express.</summary>
public sealed class OperatorFaultTests
{
    public static TheoryData<int, int[]> WrongInputCounts => new()
    {
        { 3, [0] }, { 3, [0, 0, 0, 0] }, { 4, [0] }, { 9, [0] }, { 9, [0, 0, 0, 0] }, { 0, [0] }, { 41, [0, 0, 0] }, { 18, [0] },
        { 1, [0, 0] }, { 17, [] }, { 40, [0] }, { 34, [0] }, { 22, [0, 0, 0] }, { 43, [0, 0] }, { 39, [0] }, { 2, [] }, { 25, [0, 0] },
        { 14, [] }, { 117, [0, 0] }, { 114, [] }, { 6, [0, 0] }, { 23, [0] }, { 97, [0] },
    };

    [Theory]
    [MemberData(nameof(WrongInputCounts))]
    public void Wrong_number_of_inputs_is_invalid(int code, int[] inputs)
    {
        TinyModel model = TinyModel.Of(code, [1, 4], [1, 4]);
        model.Operators[0].Set(1, inputs);
        Refusal.Invalid(model, $"found {inputs.Length} inputs, expected");
    }

    [Fact]
    public void Two_outputs_are_invalid()
    {
        TinyModel model = TinyModel.Convolution();
        model.Operators[0].Set(2, new[] { 3, model.AddTensor("more", TinyModel.Int8, [1]) });
        Refusal.Invalid(model, "found 2 outputs, expected 1");
    }

    [Fact]
    public void Absent_weights_are_invalid()
    {
        TinyModel model = TinyModel.Convolution();
        model.Operators[0].Set(1, new[] { 0, -1, 2 });
        Refusal.Invalid(model, "operator 0 (CONV_2D): input 1 is absent");
    }

    [Fact]
    public void Options_of_another_operator_are_invalid()
    {
        TinyModel model = TinyModel.Convolution();
        model.Operators[0].Set(3, (byte)2);
        Refusal.Invalid(model, "found options of kind 2, expected 1 (Conv2D)");
    }

    [Fact]
    public void Convolution_without_options_has_no_stride()
    {
        TinyModel model = TinyModel.Convolution();
        model.Operators[0].Set(3, null).Set(4, null);
        Refusal.Invalid(model, "found vertical stride 0, expected at least 1");
    }

    [Theory]
    [InlineData(1, 0, "horizontal stride")]
    [InlineData(2, -1, "vertical stride")]
    [InlineData(4, 0, "horizontal dilation")]
    [InlineData(5, int.MinValue, "vertical dilation")]
    public void Stride_or_dilation_below_1_is_invalid(int slot, int value, string what)
    {
        TinyModel model = TinyModel.Convolution();
        ((FlatNode)model.Operators[0].Fields[4]).Set(slot, value);
        Refusal.Invalid(model, $"found {what} {value}, expected at least 1");
    }

    [Fact]
    public void Unknown_border_rule_is_invalid()
    {
        TinyModel model = TinyModel.Convolution();
        ((FlatNode)model.Operators[0].Fields[4]).Set(0, (byte)2);
        Refusal.Invalid(model, "found padding 2, expected 0 (SAME) or 1 (VALID)");
    }

    [Theory]
    [InlineData((byte)4, "TANH")]
    [InlineData((byte)5, "SIGN_BIT")]
    public void Fused_activation_that_is_no_clamp_makes_the_operator_unknown(byte activation, string name)
    {
        TinyModel model = TinyModel.Convolution();
        ((FlatNode)model.Operators[0].Fields[4]).Set(3, activation);
        Refusal.Unknown(model, "CONV_2D", $"fused activation {name}");
    }

    [Fact]
    public void Fused_activation_beyond_the_schema_is_invalid()
    {
        TinyModel model = TinyModel.Convolution();
        ((FlatNode)model.Operators[0].Fields[4]).Set(3, (byte)6);
        Refusal.Invalid(model, "found fused activation 6");
    }

    [Fact]
    public void Shuffled_weights_make_the_operator_unknown()
    {
        TinyModel model = TinyModel.Of(9, [1, 4], [1, 4], 8, new FlatNode().Set(1, (byte)1));
        model.Operators[0].Set(1, new[] { 0, 0 });
        Refusal.Unknown(model, "FULLY_CONNECTED", "not in the default order");
    }

    [Theory]
    [InlineData(40, "MEAN", "axes that are computed")]
    [InlineData(34, "PAD", "paddings that are computed")]
    [InlineData(39, "TRANSPOSE", "dimensions that are computed")]
    [InlineData(22, "RESHAPE", "a target shape that is computed")]
    [InlineData(23, "RESIZE_BILINEAR", "extents that are computed")]
    public void Attributes_that_are_computed_make_the_operator_unknown(int code, string name, string reason)
    {
        TinyModel model = TinyModel.Of(code, [1, 4], [1, 4]);
        model.Operators[0].Set(1, new[] { 0, 0 });
        Refusal.Unknown(model, name, reason);
    }

    [Fact]
    public void Attributes_of_another_type_make_the_operator_unknown()
    {
        TinyModel model = TinyModel.Of(40, [1, 4], [1, 4], 0, null, [1]);
        model.Tensors[1].Set(1, TinyModel.Float32);
        Refusal.Unknown(model, "MEAN", "axes of type Float32");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-3)]
    [InlineData(int.MinValue)]
    public void Axis_outside_of_the_shape_is_invalid(int axis)
    {
        Refusal.Invalid(TinyModel.Of(40, [1, 4], [1, 4], 0, null, [axis]), $"found axis {axis}, expected -2 to 1");
        Refusal.Invalid(TinyModel.Of(2, [1, 4], [1, 4], 10, new FlatNode().Set(0, axis)), $"found axis {axis}, expected -2 to 1");
    }

    [Fact]
    public void More_axes_than_dimensions_can_be_are_invalid()
    {
        Refusal.Invalid(TinyModel.Of(40, [1, 4], [1, 4], 0, null, new int[9]), "found 9 axes, expected at most 8");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, -1)]
    [InlineData(0)]
    [InlineData(0, 1, 0)]
    public void Dimensions_that_are_no_permutation_are_invalid(params int[] dimensions)
    {
        Refusal.Invalid(TinyModel.Of(39, [1, 4], [1, 4], 0, null, dimensions), "expected a permutation of 2 dimensions");
    }

    [Theory]
    [InlineData(3, "found 3 paddings, expected 2 for each of 2 dimensions")]
    [InlineData(17, "found 17 paddings, expected at most 16")]
    public void Wrong_number_of_paddings_is_invalid(int count, string message)
    {
        Refusal.Invalid(TinyModel.Of(34, [1, 4], [1, 4], 0, null, new int[count]), message);
    }

    [Fact]
    public void Negative_padding_is_invalid()
    {
        Refusal.Invalid(TinyModel.Of(34, [1, 4], [1, 4], 0, null, [0, 0, -1, 0]), "found padding -1, expected at least 0");
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Beta_that_is_not_positive_and_finite_is_invalid(float beta)
    {
        Refusal.Invalid(TinyModel.Of(25, [1, 4], [1, 4], 9, new FlatNode().Set(0, beta)), $"found beta {beta}");
    }

    [Fact]
    public void Resize_to_another_shape_than_its_output_is_invalid()
    {
        Refusal.Invalid(
            TinyModel.Of(23, [1, 4, 4, 2], [1, 8, 6, 2], 15, null, [6, 8]), "found output 1×8×6×2 for the constant size [6, 8]");
    }
}
