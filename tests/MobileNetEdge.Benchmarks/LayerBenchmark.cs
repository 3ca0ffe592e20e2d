using BenchmarkDotNet.Attributes;
using MobileNetEdge.Runtime;
using MobileNetEdge.Runtime.SelfTesting;

namespace MobileNetEdge.Benchmarks;

/// <summary>A model of one layer with random weights, run on one thread.</summary>
[ShortRunJob]
public abstract class LayerBenchmark
{
    private PreparedModel? _prepared;
    private Interpreter? _interpreter;

    /// <summary>The paths of this machine, but for the reference, which takes a hundred times as long.</summary>
    public static IEnumerable<ExecutionPath> Paths => ExecutionPaths.Available.Where(path => path != ExecutionPath.Reference);

    /// <summary>The kernel's path.</summary>
    [ParamsSource(nameof(Paths))]
    public ExecutionPath Path { get; set; }

    /// <summary>Makes the model.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        CaseBuilder builder = new(seed: 1);
        Model model = builder.Build(Build(builder));
        _prepared = PreparedModel.Prepare(model, new PrepareOptions { Path = Path, Threads = 1 });
        _interpreter = _prepared.CreateInterpreter();
        for (int i = 0; i < model.Inputs.Length; i++)
        {
            new Random(i).NextBytes(_interpreter.InputBytes(i));
        }
    }

    /// <summary>Frees the model.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        _interpreter?.Dispose();
        _prepared?.Dispose();
    }

    /// <summary>One run.</summary>
    [Benchmark]
    public void Invoke() => _interpreter!.Invoke();

    /// <summary>The layer's output in a model of that layer alone.</summary>
    private protected abstract Tensor Build(CaseBuilder builder);

    private protected static Tensor BuildConv(CaseBuilder builder, Layer layer)
    {
        Window window = Window.Square(layer.Taps, layer.Stride);
        Tensor input = builder.Input(new Shape(1, layer.Height, layer.Width, layer.InputChannels));
        int terms = layer.Taps * layer.Taps * layer.InputChannels;
        Tensor weights = builder.Weights(new Shape(layer.OutputChannels, layer.Taps, layer.Taps, layer.InputChannels), 0, WeightForm.PerChannel);
        Tensor bias = builder.Bias(layer.OutputChannels, terms, WeightForm.PerChannel);
        float scale = CaseBuilder.OutputScale(input, weights, terms, WeightForm.PerChannel);
        Tensor output = builder.Activation(window.OutputOf(input.Shape, layer.OutputChannels), scale);
        return builder.Add(new Conv2D(input, weights, bias, output, window.Vertical, window.Horizontal, Padding.Same, FusedActivation.None));
    }

    private protected static Tensor BuildDepthwise(CaseBuilder builder, Layer layer)
    {
        Window window = Window.Square(layer.Taps, layer.Stride);
        Tensor input = builder.Input(new Shape(1, layer.Height, layer.Width, layer.InputChannels));
        int terms = layer.Taps * layer.Taps;
        Tensor weights = builder.Weights(new Shape(1, layer.Taps, layer.Taps, layer.InputChannels), 3, WeightForm.PerChannel);
        Tensor bias = builder.Bias(layer.InputChannels, terms, WeightForm.PerChannel);
        float scale = CaseBuilder.OutputScale(input, weights, terms, WeightForm.PerChannel);
        Tensor output = builder.Activation(window.OutputOf(input.Shape, layer.InputChannels), scale);
        return builder.Add(new DepthwiseConv2D(
            input, weights, bias, output, window.Vertical, window.Horizontal, Padding.Same, FusedActivation.None));
    }
}
