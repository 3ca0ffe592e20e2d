using System.Text.Json;
using MobileNetEdge.Tests;

namespace MobileNetEdge.Core.Tests;

/// <summary>Files as other tools write them.</summary>
public sealed class RealFileTests
{
    public static TheoryData<string, int, string> Files => new()
    {
        { "mobilenet_v1_0.25_128_quant", 31, "UInt8 1×128×128×3 -> UInt8 1×1001" },
        { "mobilenet_v1_0.5_160_quant", 31, "UInt8 1×160×160×3 -> UInt8 1×1001" },
        { "mobilenet_v2_quantized_1x3x224x224", 84, "Int8 1×3×224×224 -> Int8 1×1000" },
        { "person_detect", 31, "Int8 1×96×96×1 -> Int8 1×2" },
        { "pretrainedResnet_float", 16, "Float32 1×32×32×3 -> Float32 1×10" },
        { "pretrainedResnet_quant", 16, "Int8 1×32×32×3 -> Int8 1×10" },
        { "tf2_mobilenet_v2_1.0_224_ptq", 68, "UInt8 1×224×224×3 -> UInt8 1×1001" },
        { "v3-large-minimalistic_224_1.0_uint8", 62, "UInt8 1×224×224×3 -> UInt8 1×1001" },
        { "vww_96_float", 31, "Float32 1×96×96×3 -> Float32 1×2" },
        { "vww_96_int8", 31, "Int8 1×96×96×3 -> Int8 1×2" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Real_file_is_read_without_an_unknown_operator(string name, int operators, string ends)
    {
        SharedData.SkipIfAbsent();
        using Model model = Model.Load(SharedData.Path("tflite", name + ".tflite"));

        Assert.Equal(operators, model.Operators.Length);
        Assert.Empty(model.Operators.OfType<UnknownOperator>());
        Assert.Equal(ends, $"{Describe(model.Inputs.Single())} -> {Describe(model.Outputs.Single())}");
        Assert.Null(model.Metadata.Warning);
    }

    [Theory]
    [InlineData("mobilenet_v2_quantized_1x3x224x224")]
    [InlineData("person_detect")]
    [InlineData("tf2_mobilenet_v2_1.0_224_ptq")]
    [InlineData("vww_96_int8")]
    public void Real_file_has_the_operators_that_another_engine_ran(string name)
    {
        SharedData.SkipIfAbsent();
        using Model model = Model.Load(SharedData.Path("tflite", name + ".tflite"));
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(SharedData.Path("tflite", "golden", name, "meta.json")));

        JsonElement steps = golden.RootElement.GetProperty("per_op_outputs_of_input0");
        Assert.Equal(steps.GetArrayLength(), model.Operators.Length);
        foreach (JsonElement expected in steps.EnumerateArray())
        {
            Operator actual = model.Operators[expected.GetProperty("op_index").GetInt32()];
            Tensor output = actual.Outputs.Single();
            Assert.Equal(expected.GetProperty("op").GetString(), actual.Name);
            Assert.Equal(expected.GetProperty("type").GetString(), output.Type.ToString(), ignoreCase: true);
            Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32()), output.Shape.Extents.ToArray());
            Assert.Equal(expected.GetProperty("scale").GetSingle(), output.Quantization!.Scale);
            Assert.Equal(expected.GetProperty("zero_point").GetInt32(), output.Quantization.ZeroPoint);
        }
    }

    [Theory]
    [InlineData("mobilenet_v1_0.25_128_quant")]
    [InlineData("mobilenet_v1_0.5_160_quant")]
    [InlineData("tf2_mobilenet_v2_1.0_224_ptq")]
    public void Labels_and_normalisation_come_from_the_files_own_metadata(string name)
    {
        SharedData.SkipIfAbsent();
        using Model model = Model.Load(SharedData.Path("tflite", name + ".tflite"));

        Assert.Equal("TFLITE_METADATA", model.Metadata.Source);
        Assert.Equal(1001, model.Metadata.Labels.Length);
        Assert.Equal(["background", "tench, Tinca tinca"], model.Metadata.Labels.Take(2));
        Assert.Equal(model.Metadata.Mean.Length, model.Metadata.StandardDeviation.Length);
        Assert.All(model.Metadata.Mean, mean => Assert.InRange(mean, 127, 128));
    }

    [Fact]
    public void Bias_with_the_dimension_of_its_weights_is_read_along_its_own()
    {
        SharedData.SkipIfAbsent();
        using Model model = Model.Load(SharedData.Path("tflite", "person_detect.tflite"));

        Tensor bias = model.Operators.OfType<DepthwiseConv2D>().Last().Bias!;
        Assert.Equal(0, bias.Quantization!.Axis);
        Assert.Equal(bias.Shape.ElementCount, bias.Quantization.Scales.Length);
    }

    private static string Describe(Tensor tensor) => $"{tensor.Type} {tensor.Shape}";
}
