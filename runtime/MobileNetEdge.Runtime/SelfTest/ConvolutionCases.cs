using System.Collections.Immutable;

namespace MobileNetEdge.Runtime.SelfTesting;

/// <summary>What ResNet, VGG and ShuffleNet have and MobileNets lack: convolutions of many channels, pooling with a border, and shuffled channels.</summary>
internal static class ConvolutionCases
{
    public static IEnumerable<SelfTestCase> All() => [.. Filtered(), .. Wide(), .. Pooled(), .. Shuffled()];

    /// <summary>3×3 convolutions over maps on both sides of the size from which minimal filtering pays.</summary>
    private static IEnumerable<SelfTestCase> Filtered()
    {
        (int Height, int Width, int Channels, int Outputs)[] shapes =
        [
            (12, 12, 32, 32), (13, 17, 32, 64), (16, 9, 64, 32), (28, 28, 32, 32), (11, 30, 96, 32), (14, 14, 32, 96), (8, 8, 64, 64), (20, 21, 48, 32),
            (15, 15, 32, 48),
        ];
        WeightForm[] forms = [WeightForm.PerChannel, WeightForm.Extreme, WeightForm.Dead, WeightForm.PerTensor, WeightForm.LargeMultiplier];
        for (int i = 0; i < shapes.Length; i++)
        {
            (int height, int width, int channels, int outputs) = shapes[i];
            Shape shape = new(1 + i % 2, height, width, channels);
            Padding padding = i % 3 == 2 ? Padding.Valid : Padding.Same;
            FusedActivation activation = i % 2 == 0 ? FusedActivation.Relu6 : FusedActivation.None;
            yield return Case("conv-filtered", shape, outputs, Window.Square(3, padding: padding, activation: activation), forms[i % forms.Length], i % 4);
        }
    }

    /// <summary>More weights than a middle cache holds.</summary>
    private static IEnumerable<SelfTestCase> Wide()
    {
        yield return Case("conv-wide", new(1, 5, 7, 128), 352, Window.Square(3, stride: 2), WeightForm.PerChannel, 0);
        yield return Case("conv-wide", new(1, 6, 6, 128), 352, Window.Square(3, stride: 2, Padding.Valid), WeightForm.PerChannel, 3);
        yield return Case("conv-wide", new(2, 5, 4, 130), 340, Window.Square(3, activation: FusedActivation.Relu), WeightForm.Extreme, 2);
        yield return Case("conv-wide", new(1, 7, 5, 640), 650, Window.Square(1, stride: 2), WeightForm.PerChannel, 0);
        yield return Case("conv-wide", new(1, 6, 5, 130), 350, new(3, 3, DilationY: 2, DilationX: 2), WeightForm.PerTensor, 1);
        yield return Case("conv-wide", new(3, 1, 2, 640), 650, Window.Square(1), WeightForm.PerChannel, 2);
    }

    private static IEnumerable<SelfTestCase> Pooled()
    {
        (int Taps, int Stride, int Channels, int Border)[] pools =
            [(3, 2, 64, 1), (3, 2, 5, 1), (2, 2, 33, 0), (3, 1, 17, 2), (5, 3, 24, 1), (2, 2, 100, 1), (3, 2, 16, 0), (7, 7, 40, 3)];
        foreach ((int taps, int stride, int channels, int border) in pools)
        {
            foreach (PoolFunction function in Enum.GetValues<PoolFunction>())
            {
                foreach (Padding padding in Enum.GetValues<Padding>())
                {
                    string name = $"{function} {taps}x{taps} stride {stride} over {channels} in a border of {border}, {padding}";
                    yield return new SelfTestCase("pool-bordered", name, builder =>
                    {
                        Tensor input = Border(builder, builder.Input(new Shape(2, 9, 11, channels)), border);
                        Tensor output = builder.Activation(Window.Square(taps, stride, padding).OutputOf(input.Shape, channels), builder.Scale(80));
                        Tensor pooled = builder.Add(new Pool2D(function, input, output, taps, taps, stride, stride, padding, FusedActivation.Relu));
                        return HardSwish(builder, pooled);
                    });
                }
            }
        }
    }

    /// <summary>A unit of ShuffleNet: one half of the channels passes, the other goes through a convolution, and both are shuffled.</summary>
    private static IEnumerable<SelfTestCase> Shuffled()
    {
        foreach ((int channels, int groups) in new[] { (2, 2), (6, 3), (24, 2), (58, 2), (116, 2), (64, 4), (96, 8), (35, 5) })
        {
            yield return new SelfTestCase("shuffle", $"{channels} in {groups}", builder =>
            {
                Tensor input = builder.Input(new Shape(2, 5, 3, channels));
                int half = channels / 2;
                Tensor left = Take(builder, input, 0, half);
                Tensor right = Pointwise(builder, Take(builder, input, half, channels - half));
                Tensor both = builder.Activation(input.Shape, builder.Scale(60));
                return Shuffle(builder, builder.Add(new Concatenation([left, right], both, 3, FusedActivation.None)), groups);
            });
        }
    }

    private static SelfTestCase Case(string family, Shape shape, int outputs, Window window, WeightForm form, int border)
    {
        return new SelfTestCase(family, $"{shape} to {outputs}, {window}, {form}, border {border}", builder =>
        {
            int terms = window.Height * window.Width * shape[3];
            Tensor input = builder.Input(shape);
            Tensor source = border == 1 ? Border(builder, input, 1) : input;
            Tensor weights = builder.Weights(new Shape(outputs, window.Height, window.Width, shape[3]), 0, form);
            Tensor output = builder.Activation(window.OutputOf(source.Shape, outputs), CaseBuilder.OutputScale(input, weights, terms, form));
            Tensor result = builder.Add(new Conv2D(
                source, weights, builder.Bias(outputs, terms, form), output, window.Vertical, window.Horizontal, window.Padding, window.Activation));
            return border == 3 ? HardSwish(builder, result) : result;
        });
    }

    private static Tensor Border(CaseBuilder builder, Tensor input, int width)
    {
        if (width == 0)
        {
            return input;
        }

        Shape shape = input.Shape;
        Tensor output = new("bordered", ElementType.Int8, new Shape(shape[0], shape[1] + 2 * width, shape[2] + 2 * width, shape[3]), input.Quantization);
        return builder.Add(new Pad(input, output, [0, width, width, 0], [0, width, width, 0]));
    }

    private static Tensor HardSwish(CaseBuilder builder, Tensor input)
    {
        return builder.Add(new Unary(UnaryFunction.HardSwish, input, builder.Activation(input.Shape, input.Quantization!.Scale)));
    }

    private static Tensor Take(CaseBuilder builder, Tensor input, int first, int channels)
    {
        Shape shape = new(input.Shape[0], input.Shape[1], input.Shape[2], channels);
        return builder.Add(new Slice(input, new Tensor("half", ElementType.Int8, shape, input.Quantization), [0, 0, 0, first]));
    }

    private static Tensor Pointwise(CaseBuilder builder, Tensor input)
    {
        int depth = input.Shape[3];
        Tensor weights = builder.Weights(new Shape(depth, 1, 1, depth), 0, WeightForm.PerChannel);
        Tensor output = builder.Activation(input.Shape, CaseBuilder.OutputScale(input, weights, depth, WeightForm.PerChannel));
        Tensor bias = builder.Bias(depth, depth, WeightForm.PerChannel);
        return builder.Add(new Conv2D(input, weights, bias, output, new(1), new(1), Padding.Same, FusedActivation.Relu));
    }

    private static Tensor Shuffle(CaseBuilder builder, Tensor input, int groups)
    {
        Shape shape = input.Shape;
        Shape grouped = new(shape[0], shape[1], shape[2], groups, shape[3] / groups);
        Shape shuffled = new(shape[0], shape[1], shape[2], shape[3] / groups, groups);
        ImmutableArray<int> swap = [0, 1, 2, 4, 3];
        Tensor split = builder.Add(new Reshape(input, Like(input, grouped)));
        Tensor swapped = builder.Add(new Transpose(split, Like(input, shuffled), swap));
        return builder.Add(new Reshape(swapped, Like(input, shape)));
    }

    private static Tensor Like(Tensor tensor, Shape shape) => new("shuffled", ElementType.Int8, shape, tensor.Quantization);
}
