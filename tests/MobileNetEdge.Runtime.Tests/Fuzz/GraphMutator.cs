using System.Collections.Immutable;

namespace MobileNetEdge.Runtime.Tests.Fuzz;

/// <summary>Changes attributes, types, shapes, scales and connections of a sound model; what a file could hold, and more.</summary>
internal sealed class GraphMutator(Random random)
{
    private static readonly int[] Extents = [1, 2, 3, 5, 7, 8, 16, 63, 255, 4096, 65536, 65537, 1 << 20, 1 << 24, 3 << 24, 1 << 30, int.MaxValue];
    private static readonly int[] Numbers = [-1, 0, 1, 2, 3, 4, 7, 255, 65536, 1 << 24, (1 << 24) + 1, int.MaxValue - 1, int.MaxValue, int.MinValue];
    private static readonly float[] Scales = [1e-45f, 1e-38f, 1e-12f, 1e-8f, 1f / 256, 0.5f, 1, 1e4f, 1e12f, float.MaxValue];

    /// <summary>A changed copy of a model.</summary>
    public Model Mutate(Model model)
    {
        List<Operator> steps = [.. model.Operators];
        Dictionary<Tensor, Tensor> replacements = [];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(steps.Count);
            if (random.Next(2) == 0)
            {
                steps[at] = Attribute(steps[at]);
            }
            else
            {
                Tensor[] tensors = [.. steps[at].Inputs, .. steps[at].Outputs];
                Tensor old = tensors[random.Next(tensors.Length)];
                replacements[old] = random.Next(12) == 0 ? model.Tensors[random.Next(model.Tensors.Length)] : Change(old);
            }
        }

        Tensor Map(Tensor tensor) => replacements.GetValueOrDefault(tensor, tensor);
        return Make.Model([.. model.Inputs.Select(Map)], [.. model.Outputs.Select(Map)], [.. steps.Select(step => step.MapTensors(Map))]);
    }

    private int Number() => Numbers[random.Next(Numbers.Length)];

    private ImmutableArray<int> Change(ImmutableArray<int> values)
    {
        return values.IsEmpty || random.Next(8) == 0 ? values.Add(Number()) : values.SetItem(random.Next(values.Length), Number());
    }

    private WindowAxis Change(WindowAxis axis) => random.Next(2) == 0 ? axis with { Stride = Number() } : axis with { Dilation = Number() };

    private Operator Attribute(Operator step) => step switch
    {
        Conv2D conv when random.Next(2) == 0 => conv with { Vertical = Change(conv.Vertical), Padding = (Padding)random.Next(2) },
        Conv2D conv => conv with { Horizontal = Change(conv.Horizontal), Bias = random.Next(2) == 0 ? null : conv.Weights },
        DepthwiseConv2D conv => conv with { Vertical = Change(conv.Vertical), Padding = (Padding)random.Next(2) },
        FullyConnected connected => connected with { Weights = connected.Bias ?? connected.Weights },
        Pool2D pool when random.Next(2) == 0 => pool with { WindowHeight = Number(), WindowWidth = Number() },
        Pool2D pool => pool with { StrideHeight = Number(), StrideWidth = Number(), Padding = (Padding)random.Next(2) },
        Mean mean => mean with { Axes = Change(mean.Axes) },
        Pad pad => pad with { Before = Change(pad.Before), After = Change(pad.After) },
        Transpose transpose => transpose with { Permutation = Change(transpose.Permutation) },
        Concatenation concatenation => concatenation with { Axis = Number(), Activation = (FusedActivation)random.Next(4) },
        Softmax softmax => softmax with { Beta = random.Next(3) switch { 0 => float.MaxValue, 1 => -1, _ => 1e-40f } },
        Resize resize => resize with { AlignCorners = random.Next(2) == 0, HalfPixelCenters = random.Next(2) == 0 },
        Binary binary => binary with { Function = (BinaryFunction)random.Next(3), A = binary.B, B = binary.A },
        _ => step,
    };

    private Tensor Change(Tensor tensor) => random.Next(4) switch
    {
        0 => Create(tensor, tensor.Type, ChangeShape(tensor.Shape), tensor.Quantization, tensor.Data),
        1 => Create(tensor, (ElementType)random.Next(8), tensor.Shape, tensor.Quantization, tensor.Data),
        2 => Create(tensor, tensor.Type, tensor.Shape, ChangeQuantization(tensor.Quantization), tensor.Data),
        _ => Create(tensor, tensor.Type, tensor.Shape, tensor.Quantization, tensor.IsConstant ? default : new byte[Math.Min(tensor.ByteCount, 1 << 16)]),
    };

    private Shape ChangeShape(Shape shape)
    {
        List<int> extents = [.. shape.Extents];
        if (extents.Count == 0 || random.Next(6) == 0)
        {
            extents.Insert(0, Extents[random.Next(3)]);
        }
        else
        {
            extents[random.Next(extents.Count)] = Extents[random.Next(Extents.Length)];
        }

        return Shape.TryCountElements([.. extents], out _) ? new Shape([.. extents]) : shape;
    }

    private QuantizationParameters? ChangeQuantization(QuantizationParameters? quantization)
    {
        if (quantization is null || random.Next(8) == 0)
        {
            return quantization is null ? new QuantizationParameters(1, 0) : null;
        }

        float scale = Scales[random.Next(Scales.Length)];
        return random.Next(3) switch
        {
            0 => new QuantizationParameters(scale, quantization.ZeroPoint),
            1 => new QuantizationParameters(quantization.Scale, random.Next(4) == 0 ? Number() : random.Next(-129, 257)),
            _ => new QuantizationParameters([scale, 1], [0, random.Next(2)], Number()),
        };
    }

    /// <summary>A tensor with that data if it fits the shape, else without.</summary>
    private static Tensor Create(Tensor tensor, ElementType type, Shape shape, QuantizationParameters? quantization, ReadOnlyMemory<byte> data)
    {
        return new Tensor(tensor.Name, type, shape, quantization, data.Length == (long)shape.ElementCount * type.Size ? data : default);
    }
}
