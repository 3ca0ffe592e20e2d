using System.Runtime.InteropServices;

namespace MobileNetEdge.Runtime.Tests.Golden;

/// <summary>Each operator of real models, fed with TensorFlow Lite Micro's own input of it.</summary>
public sealed class GoldenOperatorTests(ITestOutputHelper log)
{
    /// <summary>Their reference kernels round twice, ours once, so convolutions differ by one step now and then.</summary>
    private const double LeastEqualShare = 0.985;

    [Theory]
    [InlineData("person_detect")]
    [InlineData("vww_96_int8")]
    [InlineData("tf2_mobilenet_v2_1.0_224_ptq")]
    [InlineData("mobilenet_v2_quantized_1x3x224x224")]
    public void Every_operator_is_within_a_step_of_the_golden_output(string name)
    {
        using GoldenVectors golden = new(name);
        double worstShare = 1;
        int compared = 0;
        foreach (Operator step in golden.Model.Operators)
        {
            Tensor[] activations = [.. step.Inputs.Where(t => !t.IsConstant)];
            byte[] expected = golden.Value(step.Outputs[0])!;
            byte[] actual = Run(step, activations, golden);
            (int worst, double equal) = Compare(step.Outputs[0].Type, expected, actual);
            Assert.True(worst <= 1, $"{step} differs by {worst} steps");
            if (step is Conv2D or DepthwiseConv2D or FullyConnected)
            {
                Assert.True(equal >= LeastEqualShare, $"{step}: only {equal:p2} of the elements are equal");
                worstShare = Math.Min(worstShare, equal);
            }

            compared++;
        }

        log.WriteLine($"{name}: {compared} operators; the worst convolution has {worstShare:p2} of its elements equal");
        Assert.Equal(golden.Model.Operators.Length, compared);
    }

    private static byte[] Run(Operator step, Tensor[] activations, GoldenVectors golden)
    {
        using Model alone = new([.. step.Inputs, .. step.Outputs], [step], [.. activations], step.Outputs);
        using PreparedModel prepared = PreparedModel.Prepare(alone);
        using Interpreter interpreter = prepared.CreateInterpreter();
        for (int i = 0; i < activations.Length; i++)
        {
            byte[] value = golden.Value(activations[i]) ?? throw new InvalidOperationException($"no golden value of {activations[i]}");
            Fill(interpreter, i, activations[i].Type, value);
        }

        interpreter.Invoke();
        return Read(interpreter, step.Outputs[0].Type);
    }

    private static void Fill(Interpreter interpreter, int index, ElementType type, byte[] value)
    {
        if (type == ElementType.Int8)
        {
            MemoryMarshal.Cast<byte, sbyte>(value).CopyTo(interpreter.Input<sbyte>(index));
        }
        else
        {
            value.CopyTo(interpreter.Input<byte>(index));
        }
    }

    private static byte[] Read(Interpreter interpreter, ElementType type)
    {
        return type == ElementType.Int8
            ? MemoryMarshal.Cast<sbyte, byte>(interpreter.Output<sbyte>()).ToArray()
            : interpreter.Output<byte>().ToArray();
    }

    private static (int Worst, double Equal) Compare(ElementType type, byte[] expected, byte[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        int worst = 0;
        int equal = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            int difference = type == ElementType.Int8 ? (sbyte)expected[i] - (sbyte)actual[i] : expected[i] - actual[i];
            worst = Math.Max(worst, Math.Abs(difference));
            equal += difference == 0 ? 1 : 0;
        }

        return (worst, (double)equal / expected.Length);
    }
}
