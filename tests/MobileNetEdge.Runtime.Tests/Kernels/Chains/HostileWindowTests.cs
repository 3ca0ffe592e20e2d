namespace MobileNetEdge.Runtime.Tests.Kernels.Chains;

/// <summary>A file of a few bytes must not make chains claim memory out of proportion to its tensors.</summary>
public sealed class HostileWindowTests
{
    private const int Width = 1 << 20;

    [Fact]
    public void Rows_of_megabytes_under_tall_windows_take_no_ring()
    {
        Tensor input = Make.Int8(new Shape(1, 1, Width, 8));
        Tensor weights = Make.Constant(new Shape(1, 31, 31, 8), 0.1f, 0, new sbyte[31 * 31 * 8]);
        Tensor output = Make.Int8(new Shape(1, 1, Width, 8));
        DepthwiseConv2D conv = new(input, weights, null, output, new(1), new(1), Padding.Same, FusedActivation.None);

        using PreparedModel prepared = PreparedModel.Prepare(Make.Model(conv));

        Assert.True(prepared.ScratchByteCount <= 16 << 20, $"{prepared.ScratchByteCount} bytes");
    }

    [Fact]
    public void Dilation_and_stride_beyond_any_picture_are_no_overflow()
    {
        Tensor input = Make.Int8(new Shape(1, 3, 3, 8));
        Tensor weights = Make.Constant(new Shape(8, 3, 3, 8), 0.1f, 0, new sbyte[8 * 3 * 3 * 8]);
        foreach (WindowAxis axis in new WindowAxis[] { new(1, int.MaxValue), new(int.MaxValue), new(int.MaxValue, int.MaxValue) })
        {
            int extent = (int)axis.OutputExtent(3, 3, Padding.Same);
            Tensor output = Make.Int8(new Shape(1, extent, extent, 8));
            Conv2D conv = new(input, weights, null, output, axis, axis, Padding.Same, FusedActivation.None);
            try
            {
                Assert.Equal(output.Shape.ElementCount, Running.Run(conv, new sbyte[3 * 3 * 8]).Length);
            }
            catch (UnsupportedModelException)
            {
                // Refusing it is fine, too.
            }
        }
    }

    [Fact]
    public void Mean_of_a_reshaped_constant_runs()
    {
        Tensor constant = Make.Constant(new Shape(4, 8), 0.5f, 0, [.. Enumerable.Repeat((sbyte)5, 32)]);
        Tensor picture = Make.Int8(new Shape(1, 2, 2, 8));
        Tensor mean = Make.Int8(new Shape(1, 8));
        Tensor input = Make.Int8(new Shape(1, 8));
        Tensor output = Make.Int8(new Shape(1, 8));
        Model model = Make.Model(
            [input], [output], new Reshape(constant, picture), new Mean(picture, mean, [1, 2], KeepDimensions: false), Make.Add(mean, input, output));

        Assert.Equal(8, ((sbyte[])Running.Run(model, new sbyte[8])[0]).Length);
    }
}
