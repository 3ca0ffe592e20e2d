namespace MobileNetEdge.Quantizer.Tests.Execution;

/// <summary>Each operator by its definition, in double precision, one output element at a time.</summary>
internal static class NaiveOperators
{
    /// <summary>A step's output.</summary>
    /// <param name="step">The step.</param>
    /// <param name="values">The contents of its inputs.</param>
    public static double[] Evaluate(Operator step, Func<Tensor, double[]> values)
    {
        double[] input = values(step.Inputs[0]);
        Shape output = step.Outputs[0].Shape;
        return step switch
        {
            Conv2D conv => NaiveWindows.Convolve(conv, input, values(conv.Weights), Bias(conv.Bias, values)),
            DepthwiseConv2D conv => NaiveWindows.Convolve(conv, input, values(conv.Weights), Bias(conv.Bias, values)),
            Pool2D pool => NaiveWindows.Pool(pool, input),
            FullyConnected connected => Connect(connected, input, values(connected.Weights), Bias(connected.Bias, values)),
            Binary binary => ForEach(output, at => Combine(binary, input, values(binary.B), at)),
            Unary unary => [.. input.Select(x => Apply(unary.Function, x))],
            Clip clip => [.. input.Select(x => Math.Min(Math.Max(x, clip.Min), clip.Max))],
            HardSigmoid sigmoid => [.. input.Select(x => Math.Clamp((double)sigmoid.Alpha * x + sigmoid.Beta, 0, 1))],
            LeakyRelu relu => [.. input.Select(x => x < 0 ? relu.Alpha * x : x)],
            Conversion or Reshape => input,
            BatchNormalization normalization => Normalize(normalization, input, values),
            Mean mean => Average(mean, input),
            Softmax softmax => Exponentials(softmax, input),
            Pad pad => NaiveLayout.Pad(pad, input),
            Transpose transpose => NaiveLayout.Transpose(transpose, input),
            Concatenation concatenation => NaiveLayout.Concatenate(concatenation, values),
            Resize resize => NaiveLayout.Resize(resize, input),
            _ => throw new NotSupportedException(step.Name),
        };
    }

    /// <summary>A clamp.</summary>
    public static double Activate(FusedActivation activation, double value)
    {
        return activation switch
        {
            FusedActivation.Relu => Math.Max(value, 0),
            FusedActivation.ReluN1To1 => Math.Clamp(value, -1, 1),
            FusedActivation.Relu6 => Math.Clamp(value, 0, 6),
            _ => value,
        };
    }

    /// <summary>Calls a function with the coordinates of each element of a shape.</summary>
    public static double[] ForEach(Shape shape, Func<int[], double> element)
    {
        double[] result = new double[shape.ElementCount];
        int[] at = new int[shape.Rank];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = element(at);
            for (int d = shape.Rank - 1; d >= 0 && ++at[d] == shape[d]; d--)
            {
                at[d] = 0;
            }
        }

        return result;
    }

    /// <summary>The row-major place of coordinates.</summary>
    public static int Place(Shape shape, ReadOnlySpan<int> at)
    {
        int place = 0;
        for (int d = 0; d < shape.Rank; d++)
        {
            place = place * shape[d] + at[d];
        }

        return place;
    }

    private static double[]? Bias(Tensor? bias, Func<Tensor, double[]> values) => bias is null ? null : values(bias);

    private static double Combine(Binary binary, double[] a, double[] b, int[] at)
    {
        double x = a[Place(binary.A.Shape, Broadcast(binary.A.Shape, at))];
        double y = b[Place(binary.B.Shape, Broadcast(binary.B.Shape, at))];
        double result = binary.Function switch
        {
            BinaryFunction.Add => x + y,
            BinaryFunction.Sub => x - y,
            _ => x * y,
        };
        return Activate(binary.Activation, result);
    }

    private static int[] Broadcast(Shape operand, int[] at)
    {
        int skipped = at.Length - operand.Rank;
        return [.. at.Skip(skipped).Select((coordinate, d) => operand[d] == 1 ? 0 : coordinate)];
    }

    private static double Apply(UnaryFunction function, double x)
    {
        return function switch
        {
            UnaryFunction.Relu => Math.Max(x, 0),
            UnaryFunction.ReluN1To1 => Math.Clamp(x, -1, 1),
            UnaryFunction.Relu6 => Math.Clamp(x, 0, 6),
            UnaryFunction.HardSwish => x * Math.Clamp(x + 3, 0, 6) / 6,
            UnaryFunction.Logistic => 1 / (1 + Math.Exp(-x)),
            _ => Math.Tanh(x),
        };
    }

    private static double[] Connect(FullyConnected step, double[] input, double[] weights, double[]? bias)
    {
        int depth = step.Weights.Shape[1];
        int outputs = step.Weights.Shape[0];
        double[] result = new double[step.Output.Shape.ElementCount];
        for (int i = 0; i < result.Length; i++)
        {
            (int row, int output) = Math.DivRem(i, outputs);
            double sum = bias?[output] ?? 0;
            for (int k = 0; k < depth; k++)
            {
                sum += input[row * depth + k] * weights[output * depth + k];
            }

            result[i] = Activate(step.Activation, sum);
        }

        return result;
    }

    private static double[] Normalize(BatchNormalization step, double[] input, Func<Tensor, double[]> values)
    {
        double[] scale = values(step.Scale), offset = values(step.Offset), mean = values(step.Mean), variance = values(step.Variance);
        int channels = scale.Length;
        return [.. input.Select((x, i) => Element(x, i % channels))];

        double Element(double x, int c) => (x - mean[c]) / Math.Sqrt(variance[c] + step.Epsilon) * scale[c] + offset[c];
    }

    private static double[] Average(Mean mean, double[] input)
    {
        double[] sums = new double[mean.Output.Shape.ElementCount];
        Shape kept = new([.. mean.Input.Shape.Extents.ToArray().Select((extent, d) => mean.Axes.Contains(d) ? 1 : extent)]);
        int i = 0;
        ForEach(mean.Input.Shape, at => sums[Place(kept, [.. at.Select((x, d) => mean.Axes.Contains(d) ? 0 : x)])] += input[i++]);
        return [.. sums.Select(sum => sum / (input.Length / sums.Length))];
    }

    private static double[] Exponentials(Softmax softmax, double[] input)
    {
        int length = softmax.Input.Shape.Rank == 0 ? 1 : softmax.Input.Shape[^1];
        return [.. input.Chunk(length).SelectMany(row => row.Select(x => 1 / row.Sum(y => Math.Exp(softmax.Beta * (y - x)))))];
    }
}
