namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Whether a network's answer to a labelled picture is right.</summary>
/// <param name="Top1">Its best class is the label.</param>
/// <param name="Top5">The label is among its five best.</param>
internal readonly record struct Hit(bool Top1, bool Top5);

/// <summary>What became of one picture.</summary>
internal sealed record PictureOutcome
{
    /// <summary>Why it could not be compared; then the rest says nothing.</summary>
    public Exception? Error { get; init; }

    /// <summary>Both networks name the same best class.</summary>
    public bool Agrees { get; init; }

    /// <summary>How the float network does; null where the picture has no label.</summary>
    public Hit? Float { get; init; }

    /// <summary>How the int8 model does; null where the picture has no label.</summary>
    public Hit? Quantized { get; init; }

    /// <summary>What the float network says.</summary>
    public NetworkAnswer FloatAnswer { get; init; }

    /// <summary>What the int8 model says.</summary>
    public NetworkAnswer QuantizedAnswer { get; init; }

    /// <summary>The sum of the float outputs' squares.</summary>
    public double Signal { get; init; }

    /// <summary>The sum of the squares of the outputs' differences.</summary>
    public double Noise { get; init; }

    /// <summary>The cosine of the angle between the outputs.</summary>
    public double Cosine { get; init; }

    /// <summary>How long the parts took.</summary>
    public ComparisonTimes Times { get; init; }
}
