using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Pad with zeros.</summary>
internal static class PadHandler
{
    private const int PadWithInputs = 11;

    /// <summary>Imports the node.</summary>
    public static Value Import(OnnxNode node)
    {
        Activation argument = node.Activation(0);
        int[] pads = ReadPads(node, argument.Shape.Length);
        if (pads.All(pad => pad == 0))
        {
            return argument;
        }

        CheckKind(node, pads);
        int rank = argument.Shape.Length;
        ImmutableArray<int> order = GraphBuilder.NaturalOrder(argument);
        Tensor input = node.Builder.Arrange(argument, order);
        Tensor output = Append(
            node.Builder, input, node.OutputName, [.. order.Select(d => pads[d])], [.. order.Select(d => pads[d + rank])]);
        ImmutableArray<int> shape = [.. Enumerable.Range(0, rank).Select(d => output.Shape[order.IndexOf(d)])];
        return new Activation(output, Layout.Stored(shape, order));
    }

    /// <summary>Appends a border of zeros.</summary>
    /// <returns>The input with its border.</returns>
    public static Tensor Append(GraphBuilder builder, Tensor input, string name, ImmutableArray<int> before, ImmutableArray<int> after)
    {
        ImmutableArray<long> extents = [.. before.Select((_, d) => (long)before[d] + input.Shape[d] + after[d])];
        if (extents.Any(extent => extent > int.MaxValue))
        {
            throw new NodeFaultException($"padding makes a shape of {Brackets.Of(extents)}");
        }

        Tensor output = GraphBuilder.NewTensor(name, [.. extents.Select(extent => (int)extent)]);
        return builder.Append(new Pad(input, output, before, after));
    }

    /// <summary>The pads before all dimensions, then those after.</summary>
    private static int[] ReadPads(OnnxNode node, int rank)
    {
        int[] given = node.OperatorSet >= PadWithInputs
            ? node.Integers(1, "the pads")
            : node.Ints("pads") ?? throw node.Invalid("pads are missing");
        int[] axes = node.Has(3) ? [.. node.Integers(3, "axes").Select(axis => node.Axis(axis, rank))] : [.. Enumerable.Range(0, rank)];
        if (given.Length != 2 * axes.Length)
        {
            throw node.Invalid($"found {given.Length} pads, expected {2 * axes.Length}");
        }

        int[] pads = new int[2 * rank];
        for (int i = 0; i < axes.Length; i++)
        {
            pads[axes[i]] = given[i];
            pads[axes[i] + rank] = given[i + axes.Length];
        }

        return pads;
    }

    private static void CheckKind(OnnxNode node, int[] pads)
    {
        string mode = node.Text("mode", "constant");
        float value = node.OperatorSet >= PadWithInputs ? node.Scalar(2, "the padding value", 0) : node.Float("value", 0);
        if (mode != "constant" || value != 0)
        {
            throw new NodeFaultException($"mode '{mode}' with value {value}; only constant 0 is supported");
        }

        if (pads.Any(pad => pad < 0))
        {
            throw new NodeFaultException($"negative pads {Brackets.Of(pads)}");
        }
    }
}
