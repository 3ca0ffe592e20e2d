using System.Collections.Immutable;
using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Reconstruction;

/// <summary>From the derivative by a step's output to those by its inputs.</summary>
internal static class GradientRules
{
    /// <summary>Adds the steps for one step of the network.</summary>
    /// <param name="step">The step.</param>
    /// <param name="gradient">The derivative by its output.</param>
    /// <param name="graph">Where the steps, and the derivatives by the inputs, go.</param>
    public static void Apply(Operator step, Tensor gradient, GradientGraph graph)
    {
        switch (step)
        {
            case Conv2D or DepthwiseConv2D or FullyConnected when graph.Follows(step.Inputs[0]):
                WindowGradients.Apply(step, Clamped(step, gradient, graph), graph);
                break;
            case Binary binary:
                Apply(binary, Clamped(step, gradient, graph), graph);
                break;
            case Mean mean:
                graph.Add(mean.Input, Shared(mean, gradient, graph));
                break;
            case Rounding rounding:
                graph.Add(rounding.Input, Through(rounding, gradient, graph));
                break;
            case Clip clip:
                graph.Add(clip.Input, Gate(gradient, clip.Input, new ClampFunction(clip.Min, clip.Max), graph));
                break;
            case Unary unary:
                Apply(unary, gradient, graph);
                break;
            default:
                Move(step, gradient, graph);
                break;
        }
    }

    private static void Apply(Binary binary, Tensor gradient, GradientGraph graph)
    {
        if (graph.Follows(binary.A))
        {
            Add(binary.A, binary.Function == BinaryFunction.Mul ? Product(gradient, binary.B, graph) : gradient, graph);
        }

        if (graph.Follows(binary.B))
        {
            Tensor own = binary.Function switch
            {
                BinaryFunction.Mul => Product(gradient, binary.A, graph),
                BinaryFunction.Sub => Times(gradient, -1, graph),
                _ => gradient,
            };
            Add(binary.B, own, graph);
        }
    }

    private static void Apply(Unary unary, Tensor gradient, GradientGraph graph)
    {
        ClampFunction? clamp = unary.Function switch
        {
            UnaryFunction.Relu => ClampFunction.Of(FusedActivation.Relu),
            UnaryFunction.Relu6 => ClampFunction.Of(FusedActivation.Relu6),
            UnaryFunction.ReluN1To1 => ClampFunction.Of(FusedActivation.ReluN1To1),
            _ => null,
        };
        if (clamp is { } bounds)
        {
            graph.Add(unary.Input, Gate(gradient, unary.Input, bounds, graph));
        }
        else if (unary.Function == UnaryFunction.HardSwish)
        {
            graph.Add(unary.Input, Product(gradient, graph.Emit(unary.Input.Shape, slope => new HardSwishSlope(unary.Input, slope)), graph));
        }
    }

    /// <summary>Steps whose results are elements of the input in other places.</summary>
    private static void Move(Operator step, Tensor gradient, GradientGraph graph)
    {
        switch (step)
        {
            case Reshape reshape:
                graph.Add(reshape.Input, graph.Emit(reshape.Input.Shape, result => new Reshape(gradient, result)));
                break;
            case Pad pad:
                graph.Add(pad.Input, graph.Emit(pad.Input.Shape, result => new Slice(gradient, result, pad.Before)));
                break;
            case Slice slice:
                ImmutableArray<int> after = [.. slice.Begin.Select((begin, d) => slice.Input.Shape[d] - begin - slice.Output.Shape[d])];
                graph.Add(slice.Input, graph.Emit(slice.Input.Shape, result => new Pad(gradient, result, slice.Begin, after)));
                break;
            case Concatenation concatenation:
                Split(concatenation, Clamped(step, gradient, graph), graph);
                break;
        }
    }

    private static void Split(Concatenation concatenation, Tensor gradient, GradientGraph graph)
    {
        int start = 0;
        foreach (Tensor part in concatenation.Parts)
        {
            int[] begin = new int[part.Shape.Rank];
            begin[concatenation.Axis] = start;
            start += part.Shape[concatenation.Axis];
            graph.Add(part, graph.Emit(part.Shape, result => new Slice(gradient, result, [.. begin])));
        }
    }

    /// <summary>Rounding counts as a straight line within its range (the straight-through estimator; Bengio et al. 2013).</summary>
    private static Tensor Through(Rounding rounding, Tensor gradient, GradientGraph graph)
    {
        ValueRange range = ValueRange.OfInt8(rounding.Steps);
        float half = rounding.Steps.Scale / 2;
        return Gate(gradient, rounding.Input, new ClampFunction(range.Min - half, range.Max + half), graph);
    }

    /// <summary>A mean's derivative: each element's is the same share.</summary>
    private static Tensor Shared(Mean mean, Tensor gradient, GradientGraph graph)
    {
        int[] extents = mean.Input.Shape.Extents.ToArray();
        Shape kept = new([.. extents.Select((extent, d) => mean.Axes.Contains(d) ? 1 : extent)]);
        Shape averaged = new([.. extents.Select((extent, d) => mean.Axes.Contains(d) ? extent : 1)]);
        Tensor row = graph.Emit(kept, result => new Reshape(gradient, result));
        double[] shares = new double[averaged.ElementCount];
        Array.Fill(shares, 1.0 / shares.Length);
        Tensor constant = FloatConstants.Create("gradient/shares", averaged, shares);
        return graph.Emit(mean.Input.Shape, result => new Binary(BinaryFunction.Mul, row, constant, result, FusedActivation.None));
    }

    /// <summary>The derivative before the activation that a step fuses.</summary>
    private static Tensor Clamped(Operator step, Tensor gradient, GradientGraph graph)
    {
        FusedActivation activation = step switch
        {
            Conv2D conv => conv.Activation,
            DepthwiseConv2D conv => conv.Activation,
            FullyConnected connected => connected.Activation,
            Binary binary => binary.Activation,
            Concatenation concatenation => concatenation.Activation,
            _ => FusedActivation.None,
        };
        return activation == FusedActivation.None ? gradient : Gate(gradient, step.Outputs[0], ClampFunction.Of(activation), graph);
    }

    private static Tensor Gate(Tensor gradient, Tensor values, ClampFunction clamp, GradientGraph graph)
    {
        return Product(gradient, graph.Emit(values.Shape, inside => new Within(values, inside, clamp.Min, clamp.Max)), graph);
    }

    private static Tensor Product(Tensor gradient, Tensor factor, GradientGraph graph)
    {
        return graph.Emit(gradient.Shape, result => new Binary(BinaryFunction.Mul, gradient, factor, result, FusedActivation.None));
    }

    private static Tensor Times(Tensor gradient, double factor, GradientGraph graph)
    {
        return Product(gradient, FloatConstants.Create("gradient/factor", new Shape(1), [factor]), graph);
    }

    /// <summary>Adds the derivative by an operand: that by the output, summed where the operand was repeated.</summary>
    private static void Add(Tensor operand, Tensor gradient, GradientGraph graph)
    {
        Shape output = gradient.Shape;
        int missing = output.Rank - operand.Shape.Rank;
        ImmutableArray<int> repeated = [.. Enumerable.Range(0, output.Rank).Where(d => output[d] > (d < missing ? 1 : operand.Shape[d - missing]))];
        if (repeated.IsEmpty && missing == 0)
        {
            graph.Add(operand, gradient);
            return;
        }

        Tensor mean = graph.Emit(operand.Shape, result => new Mean(gradient, result, repeated, KeepDimensions: false));
        graph.Add(operand, Times(mean, output.ElementCount / (double)operand.Shape.ElementCount, graph));
    }
}
