using System.Numerics;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>A function of two arguments, applied to each pair of elements of two vectors.</summary>
internal interface IBinaryFunction
{
    /// <summary>The function's values.</summary>
    static abstract Vector<float> Apply(Vector<float> a, Vector<float> b);
}

/// <summary>a + b.</summary>
internal readonly struct AddFunction : IBinaryFunction
{
    /// <inheritdoc/>
    public static Vector<float> Apply(Vector<float> a, Vector<float> b) => a + b;
}

/// <summary>a - b.</summary>
internal readonly struct SubtractFunction : IBinaryFunction
{
    /// <inheritdoc/>
    public static Vector<float> Apply(Vector<float> a, Vector<float> b) => a - b;
}

/// <summary>a × b.</summary>
internal readonly struct MultiplyFunction : IBinaryFunction
{
    /// <inheritdoc/>
    public static Vector<float> Apply(Vector<float> a, Vector<float> b) => a * b;
}

/// <summary>max(a, b).</summary>
internal readonly struct MaxFunction : IBinaryFunction
{
    /// <inheritdoc/>
    public static Vector<float> Apply(Vector<float> a, Vector<float> b) => Vector.Max(a, b);
}
