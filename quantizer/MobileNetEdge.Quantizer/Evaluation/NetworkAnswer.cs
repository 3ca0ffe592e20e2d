namespace MobileNetEdge.Quantizer;

/// <summary>What a network says of a picture.</summary>
/// <param name="Class">The index of its best class in the output.</param>
/// <param name="Confidence">That class's probability, from 0 to 1; of logits their softmax.</param>
/// <param name="Margin">How much more that is than the second best class's probability, from 0 to 1.</param>
public readonly record struct NetworkAnswer(int Class, double Confidence, double Margin);
