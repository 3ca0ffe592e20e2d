namespace MobileNetEdge.Runtime.Tests.Accuracy;

/// <summary>
/// Contract: scores and boxes are those of exact arithmetic on the reals that the stored values stand for, scores within 10^-6 and coordinates
/// within 10^-5 of the box's size; the boxes kept are those that the definition keeps.
/// </summary>
public sealed class DetectionAccuracyTests
{
    private const int Cases = 60;

    [Theory]
    [InlineData("softmax", true)]
    [InlineData("softmax", false)]
    [InlineData("logistic", true)]
    [InlineData("none", true)]
    [InlineData("none", false)]
    public void Detections_are_those_of_exact_arithmetic(string function, bool perClass)
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            Random random = new(seed);
            DetectorCase made = new(random, function, perClass);
            Array[] outputs = Running.Run(made.Model, made.Boxes, made.Scores);
            List<DetectorCase.Found> expected = made.Exact();

            Assert.Equal(expected.Count, ((float[])outputs[3])[0]);
            for (int i = 0; i < expected.Count; i++)
            {
                string context = $"{function}, per class {perClass}, seed {seed}, detection {i} of {expected.Count}";
                Assert.True(expected[i].Category == ((float[])outputs[1])[i], context);
                Assert.True(Math.Abs(expected[i].Score - ((float[])outputs[2])[i]) <= 1e-6, context);
                for (int side = 0; side < 4; side++)
                {
                    double tolerance = 1e-5 * Math.Max(1, expected[i].Size);
                    Assert.True(Math.Abs(expected[i].Sides[side] - ((float[])outputs[0])[4 * i + side]) <= tolerance, $"{context}, side {side}");
                }
            }
        }
    }

    [Fact]
    public void Quantized_anchors_and_unsigned_values_mean_the_same()
    {
        DetectorCase made = new(new Random(3), "softmax", perClass: true);
        Array[] signed = Running.Run(made.Model, made.Boxes, made.Scores);
        Array[] unsigned = Running.Run(made.Unsigned(), Flip(made.Boxes), Flip(made.Scores));

        Assert.Equal((float[])signed[0], (float[])unsigned[0]);
        Assert.Equal((float[])signed[2], (float[])unsigned[2]);
        Assert.True(((float[])signed[3])[0] > 0);
    }

    private static byte[] Flip(sbyte[] values) => Array.ConvertAll(values, value => (byte)(value ^ 0x80));
}
