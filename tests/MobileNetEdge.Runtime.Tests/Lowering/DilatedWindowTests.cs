namespace MobileNetEdge.Runtime.Tests.Lowering;

/// <summary>Dilated depthwise convolutions run on the dense kernels, with the bytes of the reference.</summary>
public sealed class DilatedWindowTests
{
    [Theory]
    [InlineData(8, 12, 16, 3, 2)]
    [InlineData(6, 6, 24, 5, 2)]
    [InlineData(9, 6, 8, 3, 3)]
    [InlineData(2, 2, 32, 5, 2)]
    [InlineData(7, 8, 16, 3, 2)]
    public void Every_path_gives_the_bytes_of_the_reference(int height, int width, int channels, int taps, int dilation)
    {
        Random random = new(height + taps);
        Tensor input = Make.Int8(new Shape(2, height, width, channels), 0.5f, -7);
        Tensor output = Make.Int8(input.Shape, 6f, 3);
        float[] scales = [.. Enumerable.Range(0, channels).Select(_ => 0.05f + random.NextSingle() / 10)];
        Tensor weights = Make.PerChannel(new Shape(1, taps, taps, channels), 3, scales, Make.Random(random, taps * taps * channels, -127));
        DepthwiseConv2D conv = new(
            input, weights, Make.Bias([.. Enumerable.Range(0, channels).Select(_ => random.Next(-500, 500))]), output,
            new(1, dilation), new(1, dilation), Padding.Same, FusedActivation.None);
        using Model model = Make.Model(conv);
        sbyte[] values = Make.Random(random, input.Shape.ElementCount);
        using PreparedModel reference = PreparedModel.Prepare(model, new PrepareOptions { Path = ExecutionPath.Reference });
        sbyte[] expected = (sbyte[])Running.Run(reference, values)[0];

        foreach (ExecutionPath path in ExecutionPaths.Available)
        {
            using PreparedModel prepared = PreparedModel.Prepare(model, new PrepareOptions { Path = path, Threads = 2, AllowOversubscription = true });
            Assert.Equal(expected, (sbyte[])Running.Run(prepared, values)[0]);
            bool isDense = path != ExecutionPath.Reference && height % dilation == 0 && width % dilation == 0;
            Assert.Equal(isDense ? 3 : 1, prepared.Steps.Length);
        }
    }
}
