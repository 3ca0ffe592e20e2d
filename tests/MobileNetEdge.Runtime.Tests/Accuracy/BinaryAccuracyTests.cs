namespace MobileNetEdge.Runtime.Tests.Accuracy;

/// <summary>Contract: sums are off by at most 255 · 2^-s steps, equation (14); products by at most 255² 2^(l-32), equation (7).</summary>
public sealed class BinaryAccuracyTests
{
    private const int Cases = 100;

    [Theory]
    [InlineData(BinaryFunction.Add)]
    [InlineData(BinaryFunction.Sub)]
    [InlineData(BinaryFunction.Mul)]
    public void Result_is_the_rounded_real_value(BinaryFunction function)
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            Check(function, seed);
        }
    }

    private static void Check(BinaryFunction function, int seed)
    {
        Random random = new(seed);
        Shape a = new(random.Next(1, 3), random.Next(1, 4), random.Next(1, 9));
        Shape b = new([.. a.Extents.ToArray().Select(extent => random.Next(3) == 0 ? 1 : extent)]);
        Tensor left = Make.Int8(a, random.NextSingle() + 0.02f, random.Next(-128, 128));
        Tensor right = Make.Int8(b, random.NextSingle() + 0.02f, random.Next(-128, 128));
        Tensor output = Make.Int8(a, random.NextSingle() + 0.1f, random.Next(-128, 128));
        FusedActivation activation = (FusedActivation)random.Next(4);
        sbyte[] leftValues = Make.Random(random, a.ElementCount);
        sbyte[] rightValues = Make.Random(random, b.ElementCount);

        sbyte[] actual = Running.Run(new Binary(function, left, right, output, activation), leftValues, rightValues);

        double[] leftReals = Real.Of(left, leftValues);
        double[] rightReals = Real.Of(right, rightValues);
        for (int i = 0; i < actual.Length; i++)
        {
            double y = rightReals[IndexIn(b, a, i)];
            double exact = function switch
            {
                BinaryFunction.Add => leftReals[i] + y,
                BinaryFunction.Sub => leftReals[i] - y,
                _ => leftReals[i] * y,
            };
            Real.AssertRounded(exact, output, actual[i], Tolerance(function, left, right, output), $"seed {seed}, {function}, element {i}", activation);
        }
    }

    /// <summary>The element of a broadcast operand that an element of the output sees.</summary>
    private static int IndexIn(Shape operand, Shape output, int index)
    {
        int result = 0;
        int stride = 1;
        for (int d = output.Rank - 1; d >= 0; d--)
        {
            result += operand[d] == 1 ? 0 : index % output[d] * stride;
            index /= output[d];
            stride *= operand[d];
        }

        return result;
    }

    private static double Tolerance(BinaryFunction function, Tensor a, Tensor b, Tensor output)
    {
        double scaleA = a.Quantization!.Scale;
        double scaleB = b.Quantization!.Scale;
        double scale = output.Quantization!.Scale;
        if (function == BinaryFunction.Mul)
        {
            int shift = Math.Max(Math.ILogB(scaleA * scaleB / scale) + 1, 0);
            return 255 * 255 * Math.ScaleB(1, shift - 32) + 1e-9;
        }

        int bits = 15;
        while (Math.Max(scaleA, scaleB) / scale * (1 << bits) >= 32767.5)
        {
            bits--;
        }

        return Math.ScaleB(255, -bits) + 1e-9;
    }
}
