using MobileNetEdge.Quantizer.Tests.Calibration;
using MobileNetEdge.Quantizer.Tests.Passes;

namespace MobileNetEdge.Quantizer.Tests.Diagnosis;

/// <summary>The layer that is rounded too coarsely is found.</summary>
public sealed class LayerDiagnosisTests
{
    [Fact]
    public void Layer_with_a_far_too_wide_range_is_named_first()
    {
        NetworkSketch sketch = new(5);
        Tensor x = sketch.Conv(sketch.New(1, 6, 6, 3), 6, 3, activation: FusedActivation.Relu);
        Tensor y = sketch.Conv(x, 6, activation: FusedActivation.Relu);
        sketch.Conv(y, 5);
        Model model = sketch.Model();
        SeededInputs inputs = new(6);
        QuantizerOptions options = new() { SearchInputs = 0, EqualizeLayers = false };
        Model quantized = ModelQuantizer.Quantize(model, inputs, ModelMetadata.Empty, options).Model;
        DiagnosisResult sound = Diagnose(model, quantized, inputs);
        DiagnosisResult spoilt = Diagnose(model, Coarsened(quantized, y.Name), inputs);

        Assert.Equal(6, sound.Inputs);
        Assert.Equal(quantized.Operators.Length, sound.Layers.Length);
        Assert.Equal(sound.All, sound.Layers[^1].Cumulative, 1e-6);
        Assert.True(sound.WeightsOnly > sound.All, $"{sound}");
        Assert.Equal(y.Name, spoilt.Worst(1).Single().Name);
        Assert.True(spoilt.Worst(1).Single().AllButThis > spoilt.All + 3, $"{spoilt}");
    }

    private static DiagnosisResult Diagnose(Model model, Model quantized, CalibrationInputs inputs)
    {
        return LayerDiagnosis.Run(new FloatProgram(model), quantized, inputs, 2, null, CancellationToken.None);
    }

    /// <summary>The model with 64 times the scale for one activation; the constants stay as reals.</summary>
    private static Model Coarsened(Model model, string name)
    {
        Tensor fine = model.Operators.SelectMany(step => step.Outputs).First(tensor => tensor.Name == name);
        Tensor coarse = new(name, fine.Type, fine.Shape, new QuantizationParameters(64 * fine.Quantization!.Scale, fine.Quantization.ZeroPoint));
        Operator[] steps = [.. model.Operators.Select(step => step.MapTensors(tensor => tensor == fine ? coarse : tensor))];
        return new Model([], [.. steps], model.Inputs, model.Outputs);
    }
}
