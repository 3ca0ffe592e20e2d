using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer;

/// <summary>One operator of an int8 network, computed in float on the reals that its integers stand for, before its result is rounded.</summary>
internal sealed class Int8Step : IDisposable
{
    private readonly FloatProgram _program;
    private readonly ThreadLocal<FloatExecutor> _executors;

    /// <summary>Prepares a step; a clamp fused into a layer with weights is left to the caller.</summary>
    public Int8Step(Operator step)
    {
        Activations = [.. step.Inputs.Where(input => !input.IsConstant).Distinct()];
        Dictionary<Tensor, Tensor> reals = [];
        Operator real = WithoutClamp(step).MapTensors(tensor =>
        {
            if (!reals.TryGetValue(tensor, out Tensor? known))
            {
                known = tensor.IsConstant ? Dequantize(tensor) : new Tensor(tensor.Name, ElementType.Float32, tensor.Shape);
                reals.Add(tensor, known);
            }

            return known;
        });
        _program = new FloatProgram(new Model(
            [.. reals.Values], [real], [.. Activations.Select(input => reals[input])], [reals[step.Outputs[0]]]));
        _executors = new ThreadLocal<FloatExecutor>(() => new FloatExecutor(_program, threads: 1), trackAllValues: true);
    }

    /// <summary>The activations read.</summary>
    public ImmutableArray<Tensor> Activations { get; }

    /// <summary>Computes the result for one input of the network; valid until the thread's next call.</summary>
    /// <param name="valueOf">The integers of an activation.</param>
    public ReadOnlySpan<float> Run(Func<Tensor, sbyte[]> valueOf)
    {
        FloatExecutor executor = _executors.Value!;
        for (int i = 0; i < Activations.Length; i++)
        {
            QuantizationParameters parameters = Activations[i].Quantization!;
            sbyte[] stored = valueOf(Activations[i]);
            Span<float> real = executor.Input(i);
            for (int j = 0; j < stored.Length; j++)
            {
                real[j] = parameters.Scale * (stored[j] - parameters.ZeroPoint);
            }
        }

        executor.Run();
        return executor.Output();
    }

    /// <summary>Gives up the executors' memory.</summary>
    public void Dispose()
    {
        foreach (FloatExecutor executor in _executors.Values)
        {
            executor.Dispose();
        }

        _executors.Dispose();
    }

    private static Operator WithoutClamp(Operator step) => step switch
    {
        Conv2D conv => conv with { Activation = FusedActivation.None },
        DepthwiseConv2D conv => conv with { Activation = FusedActivation.None },
        _ => step,
    };

    private static Tensor Dequantize(Tensor constant)
    {
        QuantizationParameters parameters = constant.Quantization!;
        float[] reals = new float[constant.Shape.ElementCount];
        int inner = parameters.IsPerChannel ? InnerExtent(constant.Shape, parameters.Axis) : reals.Length;
        ReadOnlySpan<byte> bytes = constant.Data.Span;
        ReadOnlySpan<int> integers = MemoryMarshal.Cast<byte, int>(bytes);
        for (int i = 0; i < reals.Length; i++)
        {
            int channel = parameters.IsPerChannel ? i / inner % parameters.Scales.Length : 0;
            int stored = constant.Type == ElementType.Int32 ? integers[i] : (sbyte)bytes[i];
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
