namespace MobileNetEdge.Runtime.Numerics;

/// <summary>The kinds of <see cref="ScoreFunction"/>.</summary>
internal enum ScoreKind
{
    /// <summary>The stored value's real is the score.</summary>
    Identity,

    /// <summary>1 / (1 + e^-x).</summary>
    Logistic,

    /// <summary>e^(beta x) over its sum over the classes, the background included.</summary>
    Softmax,
}

/// <summary>What makes the score of a class out of stored values.</summary>
/// <param name="Kind">The function.</param>
/// <param name="Beta">The softmax's factor; of no effect otherwise.</param>
internal readonly record struct ScoreFunction(ScoreKind Kind, float Beta = 1);
