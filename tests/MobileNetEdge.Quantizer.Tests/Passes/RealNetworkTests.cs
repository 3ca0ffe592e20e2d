using MobileNetEdge.Quantizer.Passes;
using MobileNetEdge.Tests;

namespace MobileNetEdge.Quantizer.Tests.Passes;

/// <summary>Real networks lose what quantization has no use for, and compute the same.</summary>
public sealed class RealNetworkTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("models")]
    [InlineData("detection")]
    [InlineData("default")]
    public void Canonical_network_gives_the_same_outputs(string folder)
    {
        ForEach(folder, (name, model) =>
        {
            Graph graph = Canonicalize.Run(new Graph(model));
            double error = PassChecker.CompareRuns(model, graph.ToModel(), seed: 1, Tolerance);
            Report($"{name}: error {error:g3}; {Counts(model.Operators)} become {Counts(graph.Operators)}");
        });
    }

    [Theory]
    [InlineData("models")]
    [InlineData("detection")]
    [InlineData("default")]
    public void Canonical_network_keeps_nothing_that_a_layer_can_take(string folder)
    {
        ForEach(folder, (name, model) =>
        {
            Graph graph = Canonicalize.Run(new Graph(model));
            GraphLinks links = new(graph);
            Assert.DoesNotContain(graph.Operators, step => step is BatchNormalization or HardSigmoid);
            Assert.DoesNotContain(graph.Operators, step => step is Unary unary
                && unary.Function.AsClamp() is not null
                && links.IsReadOnce(unary.Input)
                && links.Producer(unary.Input) is Conv2D or DepthwiseConv2D or FullyConnected or Binary);
            foreach (Pad pad in graph.Operators.OfType<Pad>())
            {
                Assert.All(links.Readers(pad.Output), reader => Assert.False(IsSame(pad, reader), $"{name}: {pad} before {reader}"));
            }
        });
    }

    [Theory]
    [InlineData("models")]
    [InlineData("detection")]
    [InlineData("default")]
    public void Equalized_network_gives_the_same_outputs(string folder)
    {
        ForEach(folder, (name, model) =>
        {
            Graph graph = Canonicalize.Run(new Graph(model));
            Model canonical = graph.ToModel();
            EqualizeLayers.Run(graph);
            double error = PassChecker.CompareRuns(canonical, graph.ToModel(), seed: 1, Tolerance);
            int changed = graph.Operators.Zip(canonical.Operators).Count(pair => !ReferenceEquals(pair.First, pair.Second));
            Report($"{name}: error {error:g3}; {changed} of {graph.Operators.Count} steps change");
        });
    }

    private static void ForEach(string folder, Action<string, Model> action)
    {
        SharedData.SkipIfAbsent();
        foreach (string path in Directory.EnumerateFiles(SharedData.Path(folder), "*.onnx").Order(StringComparer.Ordinal))
        {
            OnnxImportOptions? options = path.Contains("ppocr", StringComparison.Ordinal) ? new() { Height = 48, Width = 192 } : null;
            using Model model = OnnxImporter.Import(path, options);
            action(Path.GetFileNameWithoutExtension(path), model);
        }
    }

    private static bool IsSame(Pad pad, Operator reader) => reader switch
    {
        Conv2D conv => IsSame(pad, conv.Output, conv.Weights, conv.Vertical, conv.Horizontal),
        DepthwiseConv2D conv => IsSame(pad, conv.Output, conv.Weights, conv.Vertical, conv.Horizontal),
        _ => false,
    };

    private static bool IsSame(Pad pad, Tensor output, Tensor weights, WindowAxis vertical, WindowAxis horizontal)
    {
        return IsSame(pad, 1, vertical, weights.Shape[1], output.Shape[1]) && IsSame(pad, 2, horizontal, weights.Shape[2], output.Shape[2]);
    }

    private static bool IsSame(Pad pad, int dimension, WindowAxis axis, int taps, int output)
    {
        int input = pad.Input.Shape[dimension];
        return output == (input + axis.Stride - 1) / axis.Stride
            && pad.Before[dimension] == axis.PaddingBefore(input, taps, output, Padding.Same);
    }

    private static string Counts(IEnumerable<Operator> steps)
    {
        IGrouping<string, Operator>[] kinds = [.. steps.GroupBy(step => step.Name).OrderByDescending(kind => kind.Count())];
        return $"{kinds.Sum(kind => kind.Count())} steps ({string.Join(", ", kinds.Select(kind => $"{kind.Count()} {kind.Key}"))})";
    }

    private static void Report(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
