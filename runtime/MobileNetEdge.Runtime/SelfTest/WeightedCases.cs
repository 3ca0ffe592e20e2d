using static MobileNetEdge.FusedActivation;

namespace MobileNetEdge.Runtime.SelfTesting;

/// <summary>Convolutions, depthwise convolutions and fully connected layers over a ladder of shapes.</summary>
internal static class WeightedCases
{
    /// <summary>Below, at and above what vector registers and tiles hold, and what MobileNets have.</summary>
    public static int[] Channels { get; } = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 17, 24, 32, 33, 40, 64, 72, 96];

    private static readonly Shape Picture = new(1, 5, 7, 1);

    private static readonly Window[] Windows =
    [
        Window.Square(1, activation: Relu),
        Window.Square(3),
        Window.Square(3, stride: 2, activation: Relu6),
        Window.Square(3, stride: 2, Padding.Valid),
        Window.Square(3, stride: 3, activation: ReluN1To1),
        Window.Square(5, padding: Padding.Valid),
        Window.Square(5, stride: 2, activation: Relu6),
        new(2, 3, 1, 2),
        new(3, 3, DilationY: 2, DilationX: 2),
        new(3, 2, 2, 1, 1, 3, Padding.Valid),
        Window.Square(7),
    ];

    private static readonly WeightForm[] Forms = Enum.GetValues<WeightForm>();

    public static IEnumerable<SelfTestCase> All() => [.. Pointwise(), .. Conv(), .. Grouped(), .. Depthwise(), .. FullyConnected()];

    private static IEnumerable<SelfTestCase> Pointwise()
    {
        for (int i = 0; i < Channels.Length; i++)
        {
            yield return Conv("conv1x1", Picture, Channels[i], Channels[^(i + 1)], Window.Square(1), WeightForm.PerChannel);
            yield return Conv("conv1x1", Picture, Channels[i], Channels[i * 7 % Channels.Length], Window.Square(1, activation: Relu6), Forms[i % Forms.Length]);
        }

        yield return Conv("conv1x1", new(2, 1, 1, 1), 72, 10, Window.Square(1), WeightForm.PerChannel);
        yield return Conv("conv1x1", new(1, 4, 4, 1), 16, 24, Window.Square(1, stride: 2), WeightForm.PerChannel);
    }

    private static IEnumerable<SelfTestCase> Conv()
    {
        int[] inputs = [3, 1, 8, 17, 4, 2, 5, 16, 7, 9, 3];
        int[] outputs = [8, 16, 5, 10, 33, 24, 1, 17, 3, 32, 9];
        for (int i = 0; i < Windows.Length; i++)
        {
            yield return Conv("conv", Picture, inputs[i], outputs[i], Windows[i], WeightForm.PerChannel);
        }

        foreach (WeightForm form in Forms)
        {
            yield return Conv("conv", new(2, 5, 5, 1), 4, 7, Window.Square(3), form);
            yield return Conv("conv", new(1, 5, 5, 1), 1, 9, Window.Square(1), form);
        }
    }

    private static IEnumerable<SelfTestCase> Grouped()
    {
        foreach ((int channels, int outputs, int groups) in new[] { (4, 6, 2), (24, 24, 3), (32, 16, 4), (9, 9, 9) })
        {
            yield return Conv("conv-grouped", Picture, channels, outputs, Window.Square(3), WeightForm.PerChannel, groups);
        }
    }

    private static IEnumerable<SelfTestCase> Depthwise()
    {
        for (int i = 0; i < Channels.Length; i++)
        {
            yield return Depthwise(Channels[i], 1, Window.Square(3, stride: 1 + i % 2), WeightForm.PerChannel);
            yield return Depthwise(Channels[i], 1, Windows[i % Windows.Length], Forms[i % Forms.Length]);
        }

        foreach (Window window in Windows)
        {
            yield return Depthwise(10, 1, window, WeightForm.PerChannel);
        }

        foreach (int multiplier in new[] { 2, 3, 8 })
        {
            yield return Depthwise(1, multiplier, Window.Square(3), WeightForm.PerChannel);
            yield return Depthwise(5, multiplier, Window.Square(3, stride: 2), WeightForm.ZeroPoint);
        }
    }

    private static IEnumerable<SelfTestCase> FullyConnected()
    {
        for (int i = 0; i < Channels.Length; i++)
        {
            yield return FullyConnected(1 + i % 3, Channels[i], Channels[^(i + 1)], Forms[i % Forms.Length]);
        }

        yield return FullyConnected(1, 256, 33, WeightForm.Extreme);
    }

    private static SelfTestCase Conv(string family, Shape picture, int channels, int outputs, Window window, WeightForm form, int groups = 1)
    {
        Shape shape = new(picture[0], picture[1], picture[2], channels);
        return new SelfTestCase(family, $"{shape} to {outputs} in {groups}, {window}, {form}", builder =>
        {
            int terms = window.Height * window.Width * channels / groups;
            Tensor input = builder.Input(shape, TypeOf(form));
            Tensor weights = builder.Weights(new Shape(outputs, window.Height, window.Width, channels / groups), 0, form);
            Tensor output = builder.Activation(window.OutputOf(shape, outputs), CaseBuilder.OutputScale(input, weights, terms, form), TypeOf(form));
            return builder.Add(new Conv2D(
                input, weights, builder.Bias(outputs, terms, form), output, window.Vertical, window.Horizontal, window.Padding, window.Activation));
        });
    }

    private static SelfTestCase Depthwise(int channels, int multiplier, Window window, WeightForm form)
    {
        Shape shape = new(1, 7, 9, channels);
        int outputs = channels * multiplier;
        return new SelfTestCase("depthwise", $"{shape} times {multiplier}, {window}, {form}", builder =>
        {
            int terms = window.Height * window.Width;
            Tensor input = builder.Input(shape, TypeOf(form));
            Tensor weights = builder.Weights(new Shape(1, window.Height, window.Width, outputs), 3, form);
            Tensor output = builder.Activation(window.OutputOf(shape, outputs), CaseBuilder.OutputScale(input, weights, terms, form), TypeOf(form));
            return builder.Add(new DepthwiseConv2D(
                input, weights, builder.Bias(outputs, terms, form), output, window.Vertical, window.Horizontal, window.Padding, window.Activation));
        });
    }

    private static SelfTestCase FullyConnected(int rows, int depth, int outputs, WeightForm form)
    {
        return new SelfTestCase("fully-connected", $"{rows}x{depth} to {outputs}, {form}", builder =>
        {
            Tensor input = builder.Input(new Shape(rows, depth), TypeOf(form));
            Tensor weights = builder.Weights(new Shape(outputs, depth), 0, form);
            Tensor output = builder.Activation(new Shape(rows, outputs), CaseBuilder.OutputScale(input, weights, depth, form), TypeOf(form));
            return builder.Add(new FullyConnected(input, weights, builder.Bias(outputs, depth, form), output, KeepDimensions: false, None));
        });
    }

    private static ElementType TypeOf(WeightForm form) => form == WeightForm.ZeroPoint ? ElementType.UInt8 : ElementType.Int8;
}
