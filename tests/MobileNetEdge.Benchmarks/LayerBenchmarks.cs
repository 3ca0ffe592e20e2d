using BenchmarkDotNet.Attributes;
using MobileNetEdge.Runtime.SelfTesting;

namespace MobileNetEdge.Benchmarks;

/// <summary>1×1 convolutions over pictures.</summary>
public class PointwiseBenchmark : LayerBenchmark
{
    /// <summary>The layers of the networks.</summary>
    public static IEnumerable<Layer> Layers => MobileNetLayers.Pointwise;

    /// <summary>The layer.</summary>
    [ParamsSource(nameof(Layers))]
    public Layer Layer { get; set; } = null!;

    private protected override Tensor Build(CaseBuilder builder) => BuildConv(builder, Layer);
}

/// <summary>Products with a single row: classifiers and the layers of squeeze-and-excitation.</summary>
public class OnePixelBenchmark : LayerBenchmark
{
    /// <summary>The layers of the networks.</summary>
    public static IEnumerable<Layer> Layers => MobileNetLayers.OnePixel;

    /// <summary>The layer.</summary>
    [ParamsSource(nameof(Layers))]
    public Layer Layer { get; set; } = null!;

    private protected override Tensor Build(CaseBuilder builder) => BuildConv(builder, Layer);
}

/// <summary>First layers: 3×3 over three channels.</summary>
public class StemBenchmark : LayerBenchmark
{
    /// <summary>The layers of the networks.</summary>
    public static IEnumerable<Layer> Layers => MobileNetLayers.Stems;

    /// <summary>The layer.</summary>
    [ParamsSource(nameof(Layers))]
    public Layer Layer { get; set; } = null!;

    private protected override Tensor Build(CaseBuilder builder) => BuildConv(builder, Layer);
}

/// <summary>Convolutions of many channels.</summary>
public class GeneralBenchmark : LayerBenchmark
{
    /// <summary>The layers of the networks.</summary>
    public static IEnumerable<Layer> Layers => GeneralLayers.All;

    /// <summary>The layer.</summary>
    [ParamsSource(nameof(Layers))]
    public Layer Layer { get; set; } = null!;

    private protected override Tensor Build(CaseBuilder builder) => BuildConv(builder, Layer);
}

/// <summary>Pooling by maximum, and the unit of ShuffleNet without its convolutions.</summary>
public class MoveBenchmark : LayerBenchmark
{
    private static readonly Shape Shape = new(1, 28, 28, 116);

    /// <summary>The operators.</summary>
    public static IEnumerable<string> Operators => ["MAX_POOL_2D 3x3/2", "SLICE", "CONCATENATION", "TRANSPOSE"];

    /// <summary>The operator.</summary>
    [ParamsSource(nameof(Operators))]
    public string Operator { get; set; } = "";

    private protected override Tensor Build(CaseBuilder builder)
    {
        Shape half = new(1, Shape[1], Shape[2], Shape[3] / 2);
        switch (Operator)
        {
            case "SLICE":
                Tensor whole = builder.Input(Shape);
                return builder.Add(new Slice(whole, new Tensor("half", ElementType.Int8, half, whole.Quantization), [0, 0, 0, half[3]]));
            case "CONCATENATION":
                Tensor first = builder.Input(half);
                Tensor both = new("both", ElementType.Int8, Shape, first.Quantization);
                return builder.Add(new Concatenation([first, first], both, 3, FusedActivation.None));
            case "TRANSPOSE":
                Tensor groups = builder.Input(new Shape(1, Shape[1], Shape[2], 2, half[3]));
                Tensor swapped = new("swapped", ElementType.Int8, new Shape(1, Shape[1], Shape[2], half[3], 2), groups.Quantization);
                return builder.Add(new Transpose(groups, swapped, [0, 1, 2, 4, 3]));
            default:
                Tensor input = builder.Input(new Shape(1, 112, 112, 64));
                Window window = Window.Square(3, 2);
                Tensor output = new("output", ElementType.Int8, window.OutputOf(input.Shape, 64), input.Quantization);
                return builder.Add(new Pool2D(PoolFunction.Max, input, output, 3, 3, 2, 2, Padding.Same, FusedActivation.None));
        }
    }
}

/// <summary>Depthwise convolutions.</summary>
public class DepthwiseBenchmark : LayerBenchmark
{
    /// <summary>The layers of the networks.</summary>
    public static IEnumerable<Layer> Layers => MobileNetLayers.Depthwise;

    /// <summary>The layer.</summary>
    [ParamsSource(nameof(Layers))]
    public Layer Layer { get; set; } = null!;

    private protected override Tensor Build(CaseBuilder builder) => BuildDepthwise(builder, Layer);
}

/// <summary>What is done to each element: residual additions, tables, means.</summary>
public class ElementBenchmark : LayerBenchmark
{
    private static readonly Shape Shape = new(1, 28, 28, 96);

    /// <summary>The operators.</summary>
    public static IEnumerable<string> Operators => ["ADD", "HARD_SWISH", "MEAN", "MUL by a gate"];

    /// <summary>The operator.</summary>
    [ParamsSource(nameof(Operators))]
    public string Operator { get; set; } = "";

    private protected override Tensor Build(CaseBuilder builder)
    {
        Tensor input = builder.Input(Shape);
        Tensor output = builder.Activation(Shape, builder.Scale(60));
        switch (Operator)
        {
            case "ADD":
                return builder.Add(new Binary(BinaryFunction.Add, input, builder.Input(Shape), output, FusedActivation.None));
            case "HARD_SWISH":
                return builder.Add(new Unary(UnaryFunction.HardSwish, input, output));
            case "MEAN":
                return builder.Add(new Mean(input, builder.Activation(new Shape(1, 1, 1, Shape[3]), builder.Scale(60)), [1, 2], KeepDimensions: true));
            default:
                Tensor gate = builder.Input(new Shape(1, 1, 1, Shape[3]));
                return builder.Add(new Binary(BinaryFunction.Mul, input, gate, output, FusedActivation.None));
        }
    }
}
