using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>The extents of a tensor, outermost first; activations are NHWC.</summary>
/// <remarks>Every extent is at least 1, there are at most <see cref="MaxRank"/> of them, and their product fits an <see cref="int"/>.</remarks>
public sealed class Shape : IEquatable<Shape>
{
    /// <summary>The most dimensions a tensor may have.</summary>
    public const int MaxRank = 8;

    private readonly ImmutableArray<int> _extents;

    /// <summary>Creates a shape; no extents make a scalar.</summary>
    /// <exception cref="ArgumentException">The extents break the type's invariants.</exception>
    public Shape(params ReadOnlySpan<int> extents)
    {
        if (!TryCountElements(extents, out int count))
        {
            throw new ArgumentException($"not a shape: [{string.Join(", ", extents.ToArray())}]", nameof(extents));
        }

        _extents = [.. extents];
        ElementCount = count;
    }

    /// <summary>The shape of a single value.</summary>
    public static Shape Scalar { get; } = new();

    /// <summary>The number of dimensions.</summary>
    public int Rank => _extents.Length;

    /// <summary>The product of the extents; 1 for a scalar.</summary>
    public int ElementCount { get; }

    /// <summary>The extents, outermost first.</summary>
    public ReadOnlySpan<int> Extents => _extents.AsSpan();

    /// <summary>The extent of one dimension; <c>^1</c> is the innermost.</summary>
    public int this[Index dimension] => _extents[dimension.GetOffset(Rank)];

    /// <summary>Whether the extents can be a shape, and how many elements that shape has.</summary>
    public static bool TryCountElements(ReadOnlySpan<int> extents, out int count)
    {
        count = 0;
        if (extents.Length > MaxRank)
        {
            return false;
        }

        long product = 1;
        foreach (int extent in extents)
        {
            product *= extent;
            if (extent < 1 || product > int.MaxValue)
            {
                return false;
            }
        }

        count = (int)product;
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && Extents.SequenceEqual(other.Extents);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (int extent in _extents)
        {
            hash.Add(extent);
        }

        return hash.ToHashCode();
    }

    /// <summary>The extents joined by ×, such as <c>1×224×224×3</c>; <c>scalar</c> without any.</summary>
    public override string ToString() => Rank == 0 ? "scalar" : string.Join('×', _extents);
}
