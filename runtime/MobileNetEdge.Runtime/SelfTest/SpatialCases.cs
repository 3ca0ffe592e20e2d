using System.Collections.Immutable;

namespace MobileNetEdge.Runtime.SelfTesting;

/// <summary>Pooling, means, resizing, and operators that move values.</summary>
internal static class SpatialCases
{
    public static IEnumerable<SelfTestCase> All() => [.. Pools(), .. Means(), .. Resizes(), .. Moves()];

    private static IEnumerable<SelfTestCase> Pools()
    {
        Window[] windows =
        [
            Window.Square(2, 2), Window.Square(3), Window.Square(3, 2, Padding.Valid), new(2, 3, 1, 2), new(7, 9, Padding: Padding.Valid),
            new(7, 9), Window.Square(3, 2, activation: FusedActivation.Relu6),
        ];
        foreach (PoolFunction function in Enum.GetValues<PoolFunction>())
        {
            for (int i = 0; i < WeightedCases.Channels.Length; i++)
            {
                Window window = windows[i % windows.Length];
                Shape shape = new(1 + i % 2, 7, 9, WeightedCases.Channels[i]);
                yield return new SelfTestCase("pool", $"{function} {shape}, {window}", builder =>
                {
                    Tensor input = builder.Input(shape, i % 5 == 4 ? ElementType.UInt8 : ElementType.Int8);
                    Tensor output = builder.Activation(window.OutputOf(shape, shape[3]), builder.Scale(96), input.Type);
                    return builder.Add(new Pool2D(
                        function, input, output, window.Height, window.Width, window.StrideY, window.StrideX, window.Padding, window.Activation));
                });
            }
        }
    }

    private static IEnumerable<SelfTestCase> Means()
    {
        ImmutableArray<int>[] axes = [[1, 2], [3], [0], [1], [0, 1, 2, 3], [2, 3]];
        foreach (ImmutableArray<int> over in axes)
        {
            foreach (int channels in new[] { 1, 8, 17, 72 })
            {
                Shape shape = new(2, 5, 7, channels);
                yield return new SelfTestCase("mean", $"{shape} over {string.Join(',', over)}", builder =>
                {
                    Tensor input = builder.Input(shape);
                    Shape kept = new([.. shape.Extents.ToArray().Select((extent, d) => over.Contains(d) ? 1 : extent)]);
                    return builder.Add(new Mean(input, builder.Activation(kept, builder.Scale(128)), over, KeepDimensions: true));
                });
            }
        }
    }

    private static IEnumerable<SelfTestCase> Resizes()
    {
        foreach (ResizeFunction function in Enum.GetValues<ResizeFunction>())
        {
            foreach ((bool corners, bool centers) in new[] { (false, false), (true, false), (false, true) })
            {
                foreach ((int height, int width, int channels) in new[] { (10, 14, 3), (3, 4, 17), (1, 1, 8), (5, 20, 1) })
                {
                    string name = $"{function} 5x7 to {height}x{width}x{channels}, corners {corners}, centres {centers}";
                    yield return new SelfTestCase("resize", name, builder =>
                    {
                        Tensor input = builder.Input(new Shape(1, 5, 7, channels));
                        Tensor output = new("output", ElementType.Int8, new Shape(1, height, width, channels), input.Quantization);
                        return builder.Add(new Resize(function, input, output, corners, centers));
                    });
                }
            }
        }
    }

    private static IEnumerable<SelfTestCase> Moves()
    {
        foreach (int channels in new[] { 1, 3, 8, 17 })
        {
            Shape shape = new(2, 3, 4, channels);
            yield return new SelfTestCase("move", $"pad {shape}", builder => builder.Add(new Pad(
                builder.Input(shape), builder.Activation(new Shape(2, 6, 4, channels + 3), builder.Scale(64)), [0, 1, 0, 2], [0, 2, 0, 1])));
            yield return new SelfTestCase("move", $"transpose {shape}", builder => builder.Add(new Transpose(
                builder.Input(shape), builder.Activation(new Shape(channels, 2, 4, 3), builder.Scale(64)), [3, 0, 2, 1])));
            yield return new SelfTestCase("move", $"reshape {shape}", builder => builder.Add(new Reshape(
                builder.Input(shape), builder.Activation(new Shape(channels, 24), builder.Scale(64)))));
            yield return new SelfTestCase("move", $"concatenation {shape} along 3", builder => builder.Add(new Concatenation(
                [builder.Input(shape), builder.Constant(new Shape(2, 3, 4, 5), builder.Scale(64)), builder.Input(shape, scale: builder.Scale(32))],
                builder.Activation(new Shape(2, 3, 4, 2 * channels + 5), builder.Scale(48)), 3, FusedActivation.None)));
            yield return new SelfTestCase("move", $"concatenation {shape} along 1", builder => builder.Add(new Concatenation(
                [builder.Input(shape), builder.Input(shape)],
                builder.Activation(new Shape(2, 6, 4, channels), builder.Scale(48)), 1, FusedActivation.Relu)));
        }
    }
}
