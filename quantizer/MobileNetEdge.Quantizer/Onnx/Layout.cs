using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>
/// Which element of an ONNX value lies where in its tensor. Each dimension of the value is a product of factors, and the tensor holds all
/// factors in an order of its own: a value [N, C, H, W] stored NHWC has the factors C, H and W in the order H, W, C.
/// Transposing such a value, or merging and splitting its dimensions, then changes the layout and moves no element.
/// </summary>
internal sealed class Layout
{
    private readonly ImmutableArray<int> _factors;
    private readonly ImmutableArray<int> _factorsPerDimension;
    private readonly ImmutableArray<int> _order;

    private Layout(
        ImmutableArray<int> shape, ImmutableArray<int> factors, ImmutableArray<int> factorsPerDimension, ImmutableArray<int> order)
    {
        Shape = shape;
        _factors = factors;
        _factorsPerDimension = factorsPerDimension;
        _order = order;
    }

    /// <summary>The value's extents; the factors of a dimension are multiplied, and one of extent 1 has none.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The extents of the factors as the tensor holds them, outermost first.</summary>
    public ImmutableArray<int> StoredFactors => [.. _order.Select(factor => _factors[factor])];

    /// <summary>Whether the tensor holds the elements in the value's own order.</summary>
    public bool IsRowMajor => _order.Zip(_order.Skip(1)).All(pair => pair.First < pair.Second);

    /// <summary>The layout of a value whose elements are stored in its own order.</summary>
    public static Layout RowMajor(ImmutableArray<int> shape) => Stored(shape, [.. Enumerable.Range(0, shape.Length)]);

    /// <summary>The layout of a value whose dimensions are stored in another order.</summary>
    /// <param name="shape">The value's extents.</param>
    /// <param name="order">The value's dimensions in the order of storage, outermost first.</param>
    public static Layout Stored(ImmutableArray<int> shape, ImmutableArray<int> order)
    {
        ImmutableArray<int> counts = [.. shape.Select(extent => extent == 1 ? 0 : 1)];
        ImmutableArray<int> factors = [.. shape.Where(extent => extent != 1)];
        Layout rowMajor = new(shape, factors, counts, default);
        return new Layout(shape, factors, counts, rowMajor.FactorsOf(order));
    }

    /// <summary>Whether the tensor holds the dimensions in an order, each whole.</summary>
    public bool Follows(ImmutableArray<int> order) => FactorsOf(order).AsSpan().SequenceEqual(_order.AsSpan());

    /// <summary>Whether both store values of the same shape alike.</summary>
    public bool SameAs(Layout other)
    {
        return Shape.AsSpan().SequenceEqual(other.Shape.AsSpan())
            && _factors.AsSpan().SequenceEqual(other._factors.AsSpan())
            && _order.AsSpan().SequenceEqual(other._order.AsSpan());
    }

    /// <summary>The order in which the tensor holds the dimensions, those of extent 1 first; null where a dimension is scattered.</summary>
    public ImmutableArray<int>? DimensionOrder()
    {
        int[] first = FirstFactors();
        ImmutableArray<int> ones = [.. Dimensions().Where(d => _factorsPerDimension[d] == 0)];
        IEnumerable<int> rest = Dimensions().Where(d => _factorsPerDimension[d] > 0).OrderBy(d => _order.IndexOf(first[d]));
        ImmutableArray<int> order = [.. ones, .. rest];
        return Follows(order) ? order : null;
    }

    /// <summary>The permutation of the stored factors that brings the dimensions into an order.</summary>
    public ImmutableArray<int> PermutationTo(ImmutableArray<int> order) => [.. FactorsOf(order).Select(factor => _order.IndexOf(factor))];

    /// <summary>How a constant that is multiplied with the innermost dimension must be permuted to fit the way it is stored.</summary>
    /// <returns>
    /// The extents of the dimension's factors, and their order in the tensor; null where the tensor doesn't hold the other dimensions
    /// outside of them in the value's own order.
    /// </returns>
    public (ImmutableArray<int> Factors, ImmutableArray<int> Order)? InnermostFactors()
    {
        int outer = _factors.Length - _factorsPerDimension[^1];
        bool inOrder = _order.Take(outer).SequenceEqual(Enumerable.Range(0, outer));
        return inOrder ? (_factors[outer..], [.. _order.Skip(outer).Select(factor => factor - outer)]) : null;
    }

    /// <summary>Whether the tensor holds the dimensions from <paramref name="axis"/> to <paramref name="end"/> innermost.</summary>
    public bool EndsWith(int axis, int end)
    {
        int from = _factorsPerDimension.Take(axis).Sum();
        int count = _factorsPerDimension.Skip(axis).Take(end - axis).Sum();
        return _order.Skip(_order.Length - count).All(factor => factor >= from && factor < from + count);
    }

    /// <summary>The layout after the value's dimensions are permuted, without moving an element.</summary>
    /// <param name="permutation">New dimension d is old dimension <c>permutation[d]</c>.</param>
    public Layout Transposed(ImmutableArray<int> permutation)
    {
        ImmutableArray<int> moved = FactorsOf(permutation);
        return new Layout(
            [.. permutation.Select(d => Shape[d])],
            [.. moved.Select(factor => _factors[factor])],
            [.. permutation.Select(d => _factorsPerDimension[d])],
            [.. _order.Select(factor => moved.IndexOf(factor))]);
    }

    /// <summary>The layout after the value is reshaped, without moving an element; null where that isn't possible.</summary>
    /// <param name="shape">As many elements.</param>
    public Layout? Reshaped(ImmutableArray<int> shape)
    {
        return IsRowMajor ? RowMajor(shape) : new FactorSplitter(_factors).Split(shape) is { } split
            ? new Layout(shape, split.Factors, split.FactorsPerDimension, [.. _order.SelectMany(factor => split.Parts[factor])])
            : null;
    }

    private IEnumerable<int> Dimensions() => Enumerable.Range(0, Shape.Length);

    private int[] FirstFactors()
    {
        int[] first = new int[Shape.Length];
        for (int d = 1; d < first.Length; d++)
        {
            first[d] = first[d - 1] + _factorsPerDimension[d - 1];
        }

        return first;
    }

    private ImmutableArray<int> FactorsOf(ImmutableArray<int> dimensions)
    {
        int[] first = FirstFactors();
        return [.. dimensions.SelectMany(d => Enumerable.Range(first[d], _factorsPerDimension[d]))];
    }
}
