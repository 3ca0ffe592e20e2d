using System.Buffers.Binary;

namespace MobileNetEdge.Quantizer.Tests.Execution;

/// <summary>Tensors and one-step networks of random values.</summary>
internal static class FloatTensors
{
    /// <summary>An activation.</summary>
    public static Tensor Activation(string name, params ReadOnlySpan<int> extents)
    {
        return new Tensor(name, ElementType.Float32, new Shape(extents));
    }

    /// <summary>A constant whose contents begin at an odd address, as they may in a file.</summary>
    public static Tensor Constant(string name, Shape shape, ReadOnlySpan<float> values)
    {
        byte[] file = new byte[1 + values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(1 + i * sizeof(float)), values[i]);
        }

        return new Tensor(name, ElementType.Float32, shape, null, file.AsMemory(1));
    }

    /// <summary>A constant of random values.</summary>
    public static Tensor RandomConstant(Random random, float magnitude, params ReadOnlySpan<int> extents)
    {
        Shape shape = new(extents);
        float[] values = new float[shape.ElementCount];
        Fill(random, values, magnitude);
        return Constant("constant", shape, values);
    }

    /// <summary>Fills a run with values between -magnitude and magnitude.</summary>
    public static void Fill(Random random, Span<float> values, float magnitude)
    {
        foreach (ref float value in values)
        {
            value = (random.NextSingle() * 2 - 1) * magnitude;
        }
    }

    /// <summary>A network of steps that reads what no step writes, and whose output is the last step's.</summary>
    public static Model Network(params Operator[] steps)
    {
        HashSet<Tensor> written = [.. steps.SelectMany(step => step.Outputs)];
        Tensor[] read = [.. steps.SelectMany(step => step.Inputs).Distinct()];
        Tensor[] inputs = [.. read.Where(tensor => !tensor.IsConstant && !written.Contains(tensor))];
        return new Model([.. written.Union(read)], [.. steps], [.. inputs], [steps[^1].Outputs[0]]);
    }

    /// <summary>A constant's contents.</summary>
    public static double[] Values(Tensor constant)
    {
        double[] values = new double[constant.Shape.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(constant.Data.Span[(i * sizeof(float))..]);
        }

        return values;
    }
}
