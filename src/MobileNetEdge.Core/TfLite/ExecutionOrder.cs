namespace MobileNetEdge.TfLite;

/// <summary>Checks that steps read only what is there when their turn comes.</summary>
internal static class ExecutionOrder
{
    /// <summary>How often, at most, the constants that steps read may add up to the file, and a remainder for small files.</summary>
    private const int MaxConstantReads = 16;

    private const long FreeConstantBytes = 1 << 20;

    /// <summary>
    /// Checks that each tensor is written at most once and no constant nor input is, that it is read after that, that every output of
    /// the network is there at the end, and that steps do not read the same constants without end.
    /// </summary>
    /// <param name="steps">The steps.</param>
    /// <param name="tensors">The tensors by index; null where nothing uses one.</param>
    /// <param name="inputs">The network's inputs.</param>
    /// <param name="outputs">The network's outputs.</param>
    /// <param name="fileLength">Bytes of the file.</param>
    /// <exception cref="InvalidModelException">They do not hold.</exception>
    public static void Check(Step[] steps, Tensor?[] tensors, int[] inputs, int[] outputs, long fileLength)
    {
        bool[] available = new bool[tensors.Length];
        Provide(inputs, tensors, available, what => new InvalidModelException($"input of the network: {what}"));
        long constantsLeft = (MaxConstantReads * fileLength) + FreeConstantBytes;
        foreach (Step step in steps)
        {
            constantsLeft -= CheckReads(step, tensors, available);
            if (constantsLeft < 0)
            {
                throw step.Invalid($"constants read up to here exceed {MaxConstantReads} times the file");
            }

            Provide(step.Outputs, tensors, available, step.Invalid);
        }

        foreach (int index in outputs)
        {
            if (!tensors[index]!.IsConstant && !available[index])
            {
                throw new InvalidModelException($"output of the network: tensor {index} {tensors[index]} is never written");
            }
        }
    }

    private static long CheckReads(Step step, Tensor?[] tensors, bool[] available)
    {
        long constantBytes = 0;
        foreach (int index in step.Inputs)
        {
            if (index == Step.Absent)
            {
                continue;
            }

            Tensor tensor = tensors[index]!;
            constantBytes += tensor.Data.Length;
            if (!tensor.IsConstant && !available[index])
            {
                throw step.Invalid($"reads tensor {index} {tensor} before it is written");
            }
        }

        return constantBytes;
    }

    private static void Provide(int[] indices, Tensor?[] tensors, bool[] available, Func<string, InvalidModelException> invalid)
    {
        foreach (int index in indices)
        {
            if (tensors[index]!.IsConstant)
            {
                throw invalid($"writes tensor {index} {tensors[index]}, which is a constant");
            }

            if (available[index])
            {
                throw invalid($"writes tensor {index} {tensors[index]} a second time");
            }

            available[index] = true;
        }
    }
}
