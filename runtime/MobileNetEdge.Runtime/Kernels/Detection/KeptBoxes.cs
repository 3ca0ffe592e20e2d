using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A box that was kept, with its area and the one of its class that was kept before it.</summary>
/// <param name="Sides">Top, left, and the negatives of bottom and right: of two boxes, the larger sides are the intersection's.</param>
/// <param name="Area">The box's area.</param>
/// <param name="Before">The box of the class that was kept before it.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct KeptBox(Vector128<float> Sides, float Area, int Before);

/// <summary>What was kept of a class: how many, and the last of them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct KeptClass(int Count, int Last);

/// <summary>The boxes kept so far, class by class.</summary>
/// <param name="boxes">Room for the boxes.</param>
/// <param name="classes">Room for the classes.</param>
/// <param name="share">A box goes if its intersection with a kept one of its class is more than this share of their union.</param>
/// <param name="mostOfClass">Boxes of a class that are kept at most.</param>
internal ref struct KeptBoxes(Span<KeptBox> boxes, Span<KeptClass> classes, float share, int mostOfClass)
{
    private const int None = -1;

    private readonly Span<KeptBox> _boxes = boxes;
    private readonly Span<KeptClass> _classes = classes;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is no room left.</summary>
    public readonly bool IsFull => Count == _boxes.Length;

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Count = 0;
        _classes.Fill(new KeptClass(0, None));
    }

    /// <summary>Whether a class takes no more.</summary>
    public readonly bool IsClassFull(int category) => _classes[category].Count == mostOfClass;

    /// <summary>Keeps a box unless a kept one of its class covers it. There must be room.</summary>
    public bool TryKeep(int category, in Box box)
    {
        Vector128<float> sides = Vector128.Create(box.Top, box.Left, -box.Bottom, -box.Right);
        float area = box.Area;
        (int count, int last) = _classes[category];
        for (int i = last; i != None; i = _boxes[i].Before)
        {
            ref readonly KeptBox better = ref _boxes[i];
            if (Covers(Vector128.Max(better.Sides, sides), better.Area, area))
            {
                return false;
            }
        }

        _boxes[Count] = new KeptBox(sides, area, last);
        _classes[category] = new KeptClass(count + 1, Count++);
        return true;
    }

    /// <summary>
    /// Numerics.md equation (25) as <see cref="Box.Overlaps(in Box, float)"/> has it; two minus signs change places, which is exact. A rounded quotient
    /// above the share means that the intersection is above the product, and not below the rounded one: that decides most pairs without a division.
    /// </summary>
    private readonly bool Covers(Vector128<float> common, float area, float otherArea)
    {
        Vector128<float> extent = Vector128.Max(-(common + Vector128.Shuffle(common, Vector128.Create(2, 3, 0, 1))), Vector128<float>.Zero);
        float intersection = extent[0] * extent[1];
        float union = area + otherArea - intersection;
        return intersection >= share * union && intersection > 0 && area > 0 && otherArea > 0 && intersection / union > share;
    }
}
