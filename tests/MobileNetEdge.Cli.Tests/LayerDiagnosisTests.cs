namespace MobileNetEdge.Cli.Tests;

/// <summary>compare --layers on a network of three layers.</summary>
public sealed class LayerDiagnosisTests(CompareFixture files) : IClassFixture<CompareFixture>
{
    [Fact]
    public void Layer_that_was_made_bad_is_named_first()
    {
        using Model network = Network();
        File.WriteAllBytes(files["layers-float.tflite"], network.ToFile().ToArray());
        Outcome quantized = CommandLine.Run(
            "quantize", files["layers-float.tflite"], "--calibration", files.Pictures, "--normalization", "zero-to-one", "--effort", "fast",
            "--without", "equalization", "--output", files["layers.tflite"]);
        using Model sound = Model.Load(files["layers.tflite"]);
        using Model spoilt = Coarsened(sound, "second");
        File.WriteAllBytes(files["spoilt.tflite"], spoilt.ToFile().ToArray());
        Outcome compared = CommandLine.Run(
            "compare", files["layers-float.tflite"], files["spoilt.tflite"], "--images", files.Pictures, "--layers", "2", "--quiet");
        int first = Array.IndexOf(compared.Lines, "Look at these first:") + 1;

        Assert.Equal((0, 0), (quantized.ExitCode, compared.ExitCode));
        Assert.Contains("signal-to-noise ratio of the outputs in dB, 2 pictures", compared.Lines);
        Assert.Contains("CONV_2D second,", compared.Lines[first], StringComparison.Ordinal);
        Assert.Equal(3, compared.Lines.Length - first);
    }

    [Fact]
    public void Json_on_stdout_stays_one_value()
    {
        Outcome outcome = CommandLine.Run(files.Compare(files.List, "--layers", "--json"));

        Assert.StartsWith("{", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("}", outcome.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("Look at these first:", outcome.ErrorLines);
    }

    [Fact]
    public void Number_of_pictures_must_be_positive()
    {
        Assert.Equal(2, CommandLine.Run(files.Compare(files.List, "--layers", "0")).ExitCode);
    }

    /// <summary>Two pointwise convolutions and the mean.</summary>
    private static Model Network()
    {
        Random random = new(3);
        Tensor input = Real("input", 1, 8, 8, 3);
        Tensor first = Real("first", 1, 8, 8, 4);
        Tensor second = Real("second", 1, 8, 8, 4);
        Tensor mean = Real("mean", 1, 4);
        Tensor weights1 = Weights(random, 4, 3);
        Tensor weights2 = Weights(random, 4, 4);
        return new Model(
            [input, first, second, mean, weights1, weights2],
            [Pointwise(input, weights1, first), Pointwise(first, weights2, second), new Mean(second, mean, [1, 2], KeepDimensions: false)],
            [input],
            [mean]);
    }

    private static Conv2D Pointwise(Tensor input, Tensor weights, Tensor output)
    {
        return new Conv2D(input, weights, null, output, new(1), new(1), Padding.Valid, FusedActivation.None);
    }

    private static Tensor Real(string name, params int[] shape) => new(name, ElementType.Float32, new Shape(shape));

    private static Tensor Weights(Random random, int outputs, int inputs)
    {
        byte[] data = [.. Enumerable.Range(0, outputs * inputs).SelectMany(_ => BitConverter.GetBytes(random.NextSingle() - 0.5f))];
        return new Tensor("weights", ElementType.Float32, new Shape(outputs, 1, 1, inputs), null, data);
    }

    /// <summary>The model with 32 times the scale for one activation.</summary>
    private static Model Coarsened(Model model, string name)
    {
        Tensor fine = model.Operators.SelectMany(step => step.Outputs).First(tensor => tensor.Name == name);
        Tensor coarse = new(name, fine.Type, fine.Shape, new QuantizationParameters(32 * fine.Quantization!.Scale, fine.Quantization.ZeroPoint));
        Operator[] steps = [.. model.Operators.Select(step => step.MapTensors(tensor => tensor == fine ? coarse : tensor))];
        Tensor[] tensors = [.. model.Tensors.Select(tensor => tensor == fine ? coarse : tensor)];
        return new Model([.. tensors], [.. steps], model.Inputs, model.Outputs, model.Metadata);
    }
}
