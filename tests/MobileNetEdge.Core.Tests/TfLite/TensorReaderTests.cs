using System.Buffers.Binary;

namespace MobileNetEdge.Core.Tests;

/// <summary>Tensors: type, shape, contents.</summary>
public sealed class TensorReaderTests
{
    private readonly TinyModel _model = TinyModel.Convolution();

    [Theory]
    [InlineData((byte)5, "STRING")]
    [InlineData((byte)10, "FLOAT64")]
    [InlineData((byte)17, "INT4")]
    [InlineData((byte)200, "number 200")]
    public void Type_without_an_element_type_is_unsupported(byte type, string name)
    {
        _model.Tensors[0].Set(1, type);
        UnsupportedModelException refused = Refusal.Unsupported(_model, $"type {name}");
        Assert.Equal("tensor 0 'input'", refused.Subject);
    }

    [Fact]
    public void Variable_is_unsupported()
    {
        _model.Tensors[0].Set(5, true);
        Refusal.Unsupported(_model, "a variable");
    }

    [Fact]
    public void Sparse_tensor_is_unsupported()
    {
        _model.Tensors[1].Set(6, new FlatNode());
        Refusal.Unsupported(_model, "sparse contents");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Extent_below_1_is_invalid(int extent)
    {
        _model.Tensors[0].Set(0, new[] { 1, extent, 4, 2 });
        Refusal.Invalid(_model, $"tensor 0 'input': found the shape [1, {extent}, 4, 2]");
    }

    [Fact]
    public void Nine_dimensions_are_unsupported()
    {
        _model.Tensors[0].Set(0, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 });
        Refusal.Unsupported(_model, "9 dimensions, more than 8");
    }

    [Theory]
    [InlineData(1 << 16, 1 << 15)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void More_elements_than_an_int_counts_are_unsupported(int height, int width)
    {
        _model.Tensors[0].Set(0, new[] { 1, height, width, 1 });
        Refusal.Unsupported(_model, $"more than {int.MaxValue} elements");
    }

    [Fact]
    public void Missing_shape_is_a_scalar()
    {
        _model.Tensors[0].Set(0, null);
        Assert.Equal(Shape.Scalar, _model.Read().Inputs[0].Shape);
    }

    [Fact]
    public void Missing_name_becomes_the_index()
    {
        _model.Tensors[3].Set(3, null);
        Assert.Equal("tensor 3", _model.Read().Outputs[0].Name);
    }

    [Theory]
    [InlineData(53)]
    [InlineData(55)]
    [InlineData(1)]
    public void Contents_that_do_not_fill_the_shape_are_invalid(int length)
    {
        _model.Buffers[1].Set(0, new byte[length]);
        Refusal.Invalid(_model, $"tensor 1 'weights': found a buffer of {length} bytes, expected 54");
    }

    [Fact]
    public void Buffer_index_out_of_range_is_invalid()
    {
        _model.Tensors[1].Set(2, 3u);
        Refusal.Invalid(_model, "tensor 1 'weights': found buffer index 3, expected one below 3");
    }

    [Fact]
    public void Empty_buffer_makes_an_activation()
    {
        _model.Tensors[0].Set(2, _model.AddBuffer([]));
        Assert.False(_model.Read().Inputs[0].IsConstant);
    }

    [Fact]
    public void Contents_outside_of_the_buffer_are_unsupported()
    {
        _model.Buffers[1].Set(1, 4096UL).Set(2, 54UL);
        Refusal.Unsupported(_model, "contents outside of the FlatBuffer");
    }

    [Fact]
    public void Contents_stay_in_the_files_memory()
    {
        FlatImage image = _model.ToImage();
        Model model = Model.Read(image.Bytes);
        BinaryPrimitives.WriteInt32LittleEndian(image.Bytes.AsSpan(image.Place(_model.Buffers[2].Fields[0]) + 4), 12345);

        Assert.Equal(12345, BinaryPrimitives.ReadInt32LittleEndian(model.Tensors[2].Data.Span));
    }
}
