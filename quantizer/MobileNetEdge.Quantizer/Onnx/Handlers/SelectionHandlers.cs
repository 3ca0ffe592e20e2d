using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Gather of constants, Slice.</summary>
internal static class SelectionHandlers
{
    private const int SliceWithInputs = 10;

    /// <summary>Gather: some indices of one dimension.</summary>
    public static Value Gather(OnnxNode node)
    {
        Constant data = node.Constant(0, "what is gathered");
        Constant indices = node.Constant(1, "the indices");
        int axis = node.Axis(node.Int("axis", 0), data.Shape.Length);
        ImmutableArray<int> shape = [.. data.Shape[..axis], .. indices.Shape, .. data.Shape[(axis + 1)..]];
        int inner = (int)StridedCopy.ElementCount(data.Shape[(axis + 1)..]) * data.Type.Size;
        int outer = (int)StridedCopy.ElementCount(data.Shape[..axis]);
        long count = StridedCopy.ElementCount(shape) * data.Type.Size;
        node.Budget.Charge(count);
        byte[] gathered = new byte[count];
        for (int i = 0, at = 0; i < outer; i++)
        {
            for (int k = 0; k < indices.Count; k++, at += inner)
            {
                int index = Index(node, indices.Integer(k), data.Shape[axis]);
                data.Data.Span.Slice((i * data.Shape[axis] + index) * inner, inner).CopyTo(gathered.AsSpan(at));
            }
        }

        return new Constant(data.Type, shape, gathered);
    }

    /// <summary>Slice: ranges of dimensions, given as attributes before operator set 10 and as inputs since.</summary>
    public static Value Slice(OnnxNode node)
    {
        Value data = node.Input(0);
        bool asInputs = node.OperatorSet >= SliceWithInputs;
        int[] starts = asInputs ? node.Integers(1, "the starts") : node.Ints("starts") ?? throw node.Invalid("starts are missing");
        int[] ends = asInputs ? node.Integers(2, "the ends") : node.Ints("ends") ?? throw node.Invalid("ends are missing");
        int[] axes = SliceAxes(node, asInputs) ?? [.. Enumerable.Range(0, starts.Length)];
        int[] steps = asInputs && node.Has(4) ? node.Integers(4, "the steps") : [.. Enumerable.Repeat(1, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length || steps.Contains(0))
        {
            throw node.Invalid($"found {starts.Length} starts, {ends.Length} ends, {axes.Length} axes and steps {Brackets.Of(steps)}");
        }

        node.Axes(axes, data.Shape.Length);
        return Slice(node, data, starts, ends, [.. axes.Select(axis => node.Axis(axis, data.Shape.Length))], steps);
    }

    private static int[]? SliceAxes(OnnxNode node, bool asInputs)
    {
        return asInputs ? node.Has(3) ? node.Integers(3, "the axes") : null : node.Ints("axes");
    }

    private static Value Slice(OnnxNode node, Value data, int[] starts, int[] ends, int[] axes, int[] steps)
    {
        int[] shape = [.. data.Shape];
        int[] begin = new int[shape.Length];
        int[] stride = [.. shape.Select(_ => 1)];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = axes[i];
            long extent = data.Shape[axis];
            long step = steps[i];
            (long low, long high) = step > 0 ? (0, extent) : (-1, extent - 1);
            long start = Math.Clamp(starts[i] < 0 ? starts[i] + extent : starts[i], low, high);
            long end = Math.Clamp(ends[i] < 0 ? ends[i] + extent : ends[i], low, high);
            shape[axis] = (int)Math.Max((end - start + step - Math.Sign(step)) / step, 0);
            (begin[axis], stride[axis]) = ((int)start, steps[i]);
        }

        return data is Constant constant ? Copy(node, constant, shape, begin, stride)
            : stride.All(step => step == 1) ? SplitHandler.Part(node, (Activation)data, node.OutputName, GraphBuilder.NaturalOrder((Activation)data), [.. begin], [.. shape])
            : throw new NodeFaultException($"steps {Brackets.Of(steps)} in an activation");
    }

    private static Constant Copy(OnnxNode node, Constant data, int[] shape, int[] begin, int[] stride)
    {
        long[] strides = StridedCopy.RowMajorStrides(data.Shape);
        long offset = begin.Zip(strides, (first, elements) => first * elements).Sum();
        return StridedCopy.Of(data, [.. shape], [.. strides.Zip(stride, (elements, step) => elements * step)], offset, node.Budget);
    }

    private static int Index(OnnxNode node, long index, int extent)
    {
        return index >= -extent && index < extent
            ? (int)(index < 0 ? index + extent : index)
            : throw node.Invalid($"found index {index}, expected {-extent} to {extent - 1}");
    }
}
