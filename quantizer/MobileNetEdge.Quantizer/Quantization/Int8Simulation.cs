using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer;

/// <summary>
/// A float network that computes what an int8 network does: weights and biases take the reals that their integers stand for, and every
/// result is rounded to the steps of its scale. Apart from the order of rounding it gives the int8 network's values, at the float
/// executor's speed.
/// </summary>
internal sealed class Int8Simulation
{
    private readonly Dictionary<Tensor, Tensor> _activations = [];

    private Int8Simulation(Graph int8)
    {
        ImmutableArray<Operator>.Builder steps = ImmutableArray.CreateBuilder<Operator>();
        Tensor input = Activation(int8.Inputs[0]);
        Tensor rounded = new(input.Name + "/int8", ElementType.Float32, input.Shape);
        steps.Add(Round(input, rounded, int8.Inputs[0].Quantization!));
        _activations[int8.Inputs[0]] = rounded;
        foreach (Operator step in int8.Operators)
        {
            steps.AddRange(Simulate(step));
        }

        Tensor[] outputs = [.. int8.Outputs.Select(Activation)];
        HashSet<Tensor> tensors = [input, .. steps.SelectMany(step => step.Inputs), .. steps.SelectMany(step => step.Outputs)];
        Model = new Model([.. tensors], steps.ToImmutable(), [input], [.. outputs]);
    }

    /// <summary>The float network.</summary>
    public Model Model { get; }

    /// <summary>The simulated tensor of an int8 activation.</summary>
    public Tensor this[Tensor int8] => _activations[int8];

    /// <summary>Simulates an int8 network.</summary>
    public static Int8Simulation Of(Graph int8) => new(int8);

    private IEnumerable<Operator> Simulate(Operator step)
    {
        Operator simulated = step.MapTensors(tensor => tensor.IsConstant ? Dequantize(tensor) : Activation(tensor));
        Tensor output = step.Outputs[0];
        if (step is Reshape or Pad or Transpose or Concatenation or Pool2D { Function: PoolFunction.Max })
        {
            return [simulated];
        }

        Tensor exact = new(output.Name + "/exact", ElementType.Float32, output.Shape);
        Tensor target = Activation(output);
        Operator computed = simulated.MapTensors(tensor => tensor == target ? exact : tensor);
        return [computed, Round(exact, target, output.Quantization!)];
    }

    private static FakeQuantize Round(Tensor input, Tensor output, QuantizationParameters parameters)
    {
        return new FakeQuantize(input, output, parameters.Scale, parameters.ZeroPoint);
    }

    private Tensor Activation(Tensor tensor)
    {
        if (!_activations.TryGetValue(tensor, out Tensor? real))
        {
            real = new Tensor(tensor.Name, ElementType.Float32, tensor.Shape);
            _activations.Add(tensor, real);
        }

        return real;
    }

    private static Tensor Dequantize(Tensor constant)
    {
        QuantizationParameters parameters = constant.Quantization!;
        float[] reals = new float[constant.Shape.ElementCount];
        int inner = parameters.IsPerChannel ? InnerExtent(constant.Shape, parameters.Axis) : reals.Length;
        for (int i = 0; i < reals.Length; i++)
        {
            int channel = parameters.IsPerChannel ? i / inner % parameters.Scales.Length : 0;
            int stored = constant.Type == ElementType.Int32
                ? MemoryMarshal.Cast<byte, int>(constant.Data.Span)[i]
                : (sbyte)constant.Data.Span[i];
            reals[i] = (float)((double)parameters.Scales[channel] * (stored - parameters.ZeroPoints[channel]));
        }

        return new Tensor(constant.Name, ElementType.Float32, constant.Shape, data: MemoryMarshal.AsBytes<float>(reals).ToArray());
    }

    private static int InnerExtent(Shape shape, int axis)
    {
        int extent = 1;
        foreach (int inner in shape.Extents[(axis + 1)..])
        {
            extent *= inner;
        }

        return extent;
    }
}
