namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Where a window's first and last positions lie.</summary>
internal enum WindowFit
{
    /// <summary>A border lets an output lie at every stride: SAME, or (k - 1) / 2 on each side as <see cref="ReferenceCode"/> says.</summary>
    Border,

    /// <summary>The window stays inside; what is left over at the end is not seen.</summary>
    Inside,

    /// <summary>The window begins inside, and the last one may reach beyond the end, so that all is seen: "ceil mode".</summary>
    Covering,
}
