namespace MobileNetEdge.Quantizer;

/// <summary>How far the outputs of a changed network are from those of the float network.</summary>
internal static class OutputError
{
    /// <summary>Copies of a network's outputs.</summary>
    public static float[][] Outputs(FloatExecutor executor)
    {
        return [.. Enumerable.Range(0, executor.Program.Outputs.Length).Select(i => executor.Output(i).ToArray())];
    }

    /// <summary>The sum over the outputs of the squared error as a share of the output's variance.</summary>
    public static double Of(float[][] reference, FloatExecutor executor)
    {
        double sum = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            sum += Of(reference[i], executor.Output(i));
        }

        return sum;
    }

    private static double Of(ReadOnlySpan<float> reference, ReadOnlySpan<float> actual)
    {
        (double sum, double squares, double errors) = (0, 0, 0);
        for (int i = 0; i < reference.Length; i++)
        {
            double error = (double)actual[i] - reference[i];
            sum += reference[i];
            squares += (double)reference[i] * reference[i];
            errors += error * error;
        }

        double variance = squares - sum * sum / reference.Length;
        return errors / Math.Max(variance, double.Epsilon);
    }
}
